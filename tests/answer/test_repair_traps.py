"""Returned workbooks of odd files and findings: nothing that Excel repairs or refuses is added."""

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from xlsxwriter.workbook import Workbook as Book

from benchmarks.formats import as_ods
from benchmarks.office_traps import traps
from pipeline.domain.finding import Finding, Place
from pipeline.intake.workbook import Sheet, read_workbook
from pipeline.reports.answer import copying, problem_sheet
from pipeline.reports.answer.comment_part import MOST_COMMENT, SIGN
from pipeline.reports.answer.marking import marked
from pipeline.reports.answer.package import MAIN, OFFICE, STRICT, STRICT_MAIN
from pipeline.reports.answer.returning import returned

from .keeping import ANSWER, opened, parts
from .workbooks import finding, odd_workbook, template

NAME = "会员 'x' & <表>"
FACE = "😀"


def workbook(build: Callable[[Book], object]) -> bytes:
    out = io.BytesIO()
    book = Book(out, {"in_memory": True})
    build(book)
    book.close()
    return out.getvalue()


def plain(book: Book, said: str = "已有") -> None:
    sheet = book.add_worksheet(NAME)
    sheet.write(4, 2, 3)
    sheet.write_comment("C5", said)
    book.add_worksheet("二").write(0, 0, 1)


def text_file(*rows: list[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def test_what_a_template_comes_back_as_has_no_trap(tmp_path: Path) -> None:
    content = template(tmp_path / "a.xlsx")
    found = [finding("会员表", "C5"), finding("活动台账", "B6", "explain"), finding(None, None)]
    answer = marked(content, found, "zh")
    assert traps(answer) == []
    assert traps(marked(answer, found[:1], "en")) == []


def test_many_problems_of_one_cell_fit_its_comment_and_all_stand_on_the_list() -> None:
    sent = workbook(plain)
    answer = marked(sent, [finding(NAME, "C5")] * 1500 + [finding(NAME, "D7")] * 1500, "zh")
    assert traps(answer) == []
    book = opened(answer)
    own = book[NAME]["D7"].comment.text
    assert len(own) == MOST_COMMENT
    assert own.endswith("……")
    assert book[NAME]["C5"].comment.text.startswith("已有")
    assert book[ANSWER].max_row == 3 + 3000


def test_a_comment_without_room_is_left_as_it_is_and_the_cell_is_marked() -> None:
    sent = workbook(lambda book: plain(book, "长" * 32_000))
    answer = marked(sent, [finding(NAME, "C5")], "zh")
    assert traps(answer) == []
    cell = opened(answer)[NAME]["C5"]
    assert cell.comment.text.strip("长") == ""
    assert cell.fill.fgColor.rgb.endswith("F9C9C4")


def test_a_problem_too_long_to_tell_is_cut_in_a_row_no_higher_than_rows_are() -> None:
    long = finding(NAME, "C5", got="值" * 40_000)
    long = replace(long, details={**long.details, "label_zh": "标" * 40_000})
    answer = marked(workbook(plain), [long], "zh")
    assert traps(answer) == []
    row = opened(answer)[ANSWER][4]
    assert len(row[4].value) == 32_767
    assert row[4].value.endswith("值……")
    assert opened(answer)[ANSWER].row_dimensions[4].height == 409


def test_texts_that_no_xml_can_hold_are_left_out_of_marks() -> None:
    answer = marked(workbook(plain), [finding(NAME, "C5", got="a\x07\ud800\ufffe_b")], "zh")
    assert traps(answer) == []
    assert opened(answer)[ANSWER]["E4"].value == "a_b"


@pytest.mark.parametrize("cell", ["A0", "XFE1", "ZZZ9", "A1048577"])
def test_a_place_outside_of_every_sheet_is_not_marked(cell: str) -> None:
    answer = marked(workbook(plain), [finding("二", cell), finding("二", "XFD1048576")], "zh")
    assert traps(answer) == []
    listed = opened(answer)[ANSWER]
    assert [listed.cell(row, 4).hyperlink is None for row in (4, 5)] == [True, False]


def test_no_more_links_than_a_sheet_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problem_sheet, "MOST_LINKS", 2)
    answer = marked(workbook(plain), [finding(NAME, "C5")] * 4, "zh")
    listed = opened(answer)[ANSWER]
    assert [bool(listed.cell(row, 4).hyperlink) for row in range(4, 8)] == [
        True,
        True,
        False,
        False,
    ]


def test_names_of_sheets_that_no_xlsx_may_have_are_changed_and_the_marks_find_them() -> None:
    names = ["'引'", "History", FACE * 40, "a/b", "C:D", ""]
    content = as_ods([Sheet(name, [["会员"], [n]]) for n, name in enumerate(names)])
    ending, answer = returned(content, ".ods", [finding(name, "A2") for name in names[:5]], "zh")
    assert ending == ".xlsx"
    assert traps(answer) == []
    book = opened(answer)
    assert book.sheetnames == ["_引_", "History（2）", FACE * 15, "a_b", "C_D", "_", ANSWER]
    assert all(book[name]["A2"].comment for name in book.sheetnames[:5])


def test_two_sheets_of_one_name_both_come_back() -> None:
    content = as_ods([Sheet("表", [["一"]]), Sheet("表", [["二"]])])
    assert traps(returned(content, ".ods", [finding("表", "A1")], "zh")[1]) == []


def test_a_copy_says_where_a_text_is_longer_than_cells_hold() -> None:
    content = text_file(["长" * 40_000, FACE * 20_000, "短"])
    answer = returned(content, ".csv", [Finding("unknown-sheet", "warning", Place("a.csv"))], "zh")
    assert traps(answer[1]) == []
    row = opened(answer[1]).worksheets[0][1]
    assert [row[0].value[-3:], row[1].value[-3:], row[2].value] == ["长……", f"{FACE}……", "短"]


def test_merged_ranges_that_share_a_cell_are_not_copied_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = as_ods([Sheet("表", [["一", "二"], ["三", "四"]])])
    both = {"表": [(0, 0, 0, 1), (0, 1, 1, 1), (1, 0, 1, 1)]}
    monkeypatch.setattr(copying, "merges", lambda _: both)
    copy, _ = copying.copied(content, ".ods")
    assert traps(copy) == []
    assert "A1:B1" in {str(one) for one in opened(copy).worksheets[0].merged_cells.ranges}


def test_a_copy_shows_a_sheet_though_the_original_shows_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = read_workbook(as_ods([Sheet("表", [["一"]])]), ".ods")
    for sheet in given.sheets:
        sheet.hidden = True
    monkeypatch.setattr(copying, "read_workbook", lambda *_: given)
    assert traps(copying.copied(b"", ".ods")[0]) == []


def test_new_relations_have_a_type_where_the_package_types_each_part_by_name() -> None:
    given = parts(odd_workbook())
    given["[Content_Types].xml"] = given["[Content_Types].xml"].replace(
        b'<Default Extension="rels" ', b'<Default Extension="gone" '
    ).replace(b"</Types>", b"".join(
        b'<Override PartName="/%s" ContentType="application/vnd.openxmlformats-package.'
        b'relationships+xml"/>' % name.encode() for name in given if name.endswith(".rels")
    ) + b"</Types>")  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for name, content in given.items():
            bundle.writestr(name, content)
    answer = marked(out.getvalue(), [finding("表&一", "D2")], "zh")
    assert [t for t in traps(answer) if t not in traps(out.getvalue())] == []
    assert SIGN in opened(answer)["表&一"]["D2"].comment.text


def test_an_answer_to_a_strict_file_is_in_one_form_throughout(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for name, content in parts(template(tmp_path / "a.xlsx")).items():
            strict = content.replace(OFFICE.encode(), STRICT.encode()).replace(MAIN, STRICT_MAIN)
            bundle.writestr(name, strict)
    answer = marked(out.getvalue(), [finding("会员表", "C5")], "zh")
    assert traps(answer) == []
    for name, content in parts(answer).items():
        assert OFFICE.encode() + b"/" not in content, name
        assert MAIN not in content, name
    again = parts(marked(answer, [finding("会员表", "C6")], "zh"))
    assert MAIN not in again["xl/worksheets/sheet_unionkpi1.xml"]


@pytest.mark.parametrize("odd", [float("inf"), float("nan")])
def test_a_number_that_is_none_is_copied_as_text(
    monkeypatch: pytest.MonkeyPatch, odd: float
) -> None:
    given = read_workbook(as_ods([Sheet("表", [["一"]])]), ".ods")
    given.sheets[0].rows[0][0] = odd
    monkeypatch.setattr(copying, "read_workbook", lambda *_: given)
    copy, _ = copying.copied(b"", ".ods")
    assert traps(copy) == []
    assert opened(copy).worksheets[0]["A1"].value == str(odd)
