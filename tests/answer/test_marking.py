"""The sender's workbook comes back with its problems marked, and nothing else changed."""

import io
from pathlib import Path

import pytest
from openpyxl.comments import Comment
from python_calamine import CalamineWorkbook

from pipeline.domain.answer_sheet import MARKER
from pipeline.reports.answer.marking import marked
from pipeline.reports.answer.package import OddPackage
from pipeline.reports.answer.style_part import COLOURS
from pipeline.reports.answer.xml_places import OddXml

from .keeping import ANSWER, kept, opened, parts
from .workbooks import ODD_SHEET, finding, odd_workbook, template

CARD, LIST = "会员表", "活动台账"
CHANGED = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


@pytest.fixture
def sent(tmp_path: Path) -> bytes:
    return template(tmp_path / "sent.xlsx", employees=50, members=-3)


def test_a_wrong_cell_is_filled_and_says_what_to_do(sent: bytes) -> None:
    card = opened(marked(sent, [finding(CARD, "C6", got="-3")], "zh"))[CARD]
    assert card["C6"].fill.fgColor.rgb == COLOURS["error"]
    assert card["C6"].value == -3
    assert "“会员总数”小于允许的最小值 0。请核对 C6" in card["C6"].comment.text
    assert card["C5"].fill.fgColor.rgb != COLOURS["error"]
    assert card["C5"].comment is None


def test_the_comment_speaks_the_language_asked_for(sent: bytes) -> None:
    card = opened(marked(sent, [finding(CARD, "C6")], "en"))[CARD]
    assert "Members" in card["C6"].comment.text


def test_each_severity_has_its_colour_and_the_worst_of_a_cell_counts(sent: bytes) -> None:
    found = [finding(CARD, "C5", "warning"), finding(CARD, "C6", "explain"),
             finding(LIST, "A5", "warning"), finding(LIST, "A5", "error")]  # fmt: skip
    book = opened(marked(sent, found, "zh"))
    assert book[CARD]["C5"].fill.fgColor.rgb == COLOURS["warning"]
    assert book[CARD]["C6"].fill.fgColor.rgb == COLOURS["explain"]
    assert book[LIST]["A5"].fill.fgColor.rgb == COLOURS["error"]
    assert book[LIST]["A5"].comment.text.count("“会员总数”") == 2


def test_everything_but_the_marks_stays(sent: bytes) -> None:
    found = [finding(CARD, "C6"), finding(LIST, "B5"), finding(LIST, "B7"), finding(LIST, "H90")]
    answer = marked(sent, found, "zh")
    assert kept(answer) == kept(sent)
    before, after = parts(sent), parts(answer)
    touched = {name for name in before if before[name] != after[name]}
    assert touched == CHANGED | {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}
    assert set(before) <= set(after)


def test_the_list_of_problems_names_number_place_and_advice_with_a_link(sent: bytes) -> None:
    found = [finding(LIST, "B5", "warning", "=1+1"), finding(CARD, "C6", "error", "-3"),
             finding(None, None)]  # fmt: skip
    page = opened(marked(sent, found, "zh"))[ANSWER]
    rows = [[cell.value for cell in row[:5]] for row in page.iter_rows(min_row=4)]
    assert rows == [
        [1, "✕ 必须改", CARD, "C6", "-3"],
        [2, "✕ 必须改", None, None, None],
        [3, "! 请核对", LIST, "B5", "=1+1"],
    ]
    assert page["E6"].data_type == "s", "what somebody typed must not become a formula"
    assert page["D4"].hyperlink.location == f"'{CARD}'!C6"
    assert page["G4"].value.startswith("请核对 C6")
    assert page["I1"].value == MARKER
    assert page.column_dimensions["I"].hidden


def test_the_next_answer_takes_back_the_marks_of_the_one_before(sent: bytes) -> None:
    once = marked(sent, [finding(CARD, "C6"), finding(LIST, "B5")], "zh")
    twice = marked(once, [finding(LIST, "B5")], "zh")
    book = opened(twice)
    assert book.sheetnames == opened(once).sheetnames
    assert book[CARD]["C6"].comment is None
    assert book[CARD]["C6"].fill.fill_type is None
    assert book[LIST]["B5"].comment.text.count("【unionkpi】") == 1
    assert [row[3].value for row in book[ANSWER].iter_rows(min_row=4)] == ["B5"]
    assert kept(twice) == kept(sent)


def test_a_fill_the_sender_chose_is_there_again_afterwards() -> None:
    sent = odd_workbook()
    once = marked(sent, [finding("表&一", "D2")], "zh")
    assert opened(once)["表&一"]["D2"].fill.fgColor.rgb == COLOURS["error"]
    twice = marked(once, [finding("表&一", "B2")], "zh")
    assert opened(twice)["表&一"]["D2"].fill.fgColor.rgb == "FF00FF00"
    assert opened(twice)["表&一"]["D2"].number_format == "#,##0.00"


def test_the_senders_own_comments_stay(sent: bytes) -> None:
    book = opened(sent)
    book[CARD]["C6"].comment = Comment("上级已同意", "办公室")
    book[CARD]["A1"].comment = Comment("别动", "办公室")
    out = io.BytesIO()
    book.save(out)
    once = marked(out.getvalue(), [finding(CARD, "C6"), finding(CARD, "C5")], "zh")
    card = opened(once)[CARD]
    assert card["A1"].comment.text == "别动"
    assert card["C6"].comment.text.startswith("上级已同意")
    assert "请核对 C6" in card["C6"].comment.text
    assert "请核对 C5" in card["C5"].comment.text
    twice = opened(marked(once, [finding(CARD, "C5")], "zh"))[CARD]
    assert twice["C6"].comment.text == "上级已同意"
    assert twice["A1"].comment.text == "别动"


@pytest.mark.parametrize("cell", ["B2", "D2", "C2", "A4", "E9", "B5", "F4", "A1", "Z3"])
def test_a_workbook_as_other_programs_write_it(cell: str) -> None:
    sent = odd_workbook()
    answer = marked(sent, [finding("表&一", cell)], "zh")
    assert kept(answer) == kept(sent)
    assert opened(answer)["表&一"][cell].fill.fgColor.rgb == COLOURS["error"]
    values = CalamineWorkbook.from_filelike(io.BytesIO(answer)).get_sheet_by_index(0)
    assert values.to_python(skip_empty_area=False)[1][3] == -7
    assert parts(answer)["xl/media/picture.png"] == b"no picture, but bytes"


def test_a_problem_inside_a_merged_range_is_shown_at_its_first_cell() -> None:
    answer = opened(marked(odd_workbook(), [finding("表&一", "E3")], "zh"))["表&一"]
    assert answer["D2"].fill.fgColor.rgb == COLOURS["error"]
    assert "请核对 E3" in answer["D2"].comment.text


def test_unwritten_cells_keep_the_look_of_their_row_or_column() -> None:
    found = [finding("表&一", "C4"), finding("表&一", "F9")]
    sheet = opened(marked(odd_workbook(), found, "zh"))["表&一"]
    assert sheet["C4"].number_format == "#,##0.00"
    assert sheet["F9"].number_format == "#,##0.00"


def test_a_workbook_without_a_style_sheet_gets_one() -> None:
    sheet = ODD_SHEET.replace(' style="1"', "").replace("s='1'", "").replace(' s="1"', "")
    answer = opened(marked(odd_workbook(sheet, None), [finding("表&一", "D2")], "zh"))
    assert answer["表&一"]["D2"].fill.fgColor.rgb == COLOURS["error"]


def test_an_empty_sheet_can_be_marked() -> None:
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
    answer = opened(marked(odd_workbook(sheet), [finding("表&一", "B3")], "zh"))
    assert answer["表&一"]["B3"].fill.fgColor.rgb == COLOURS["error"]


def test_a_sheet_name_taken_by_the_sender_is_left_alone(sent: bytes) -> None:
    book = opened(sent)
    book.create_sheet(ANSWER)["A1"] = "安全隐患"
    out = io.BytesIO()
    book.save(out)
    answer = opened(marked(out.getvalue(), [finding(CARD, "C6")], "zh"))
    assert answer[ANSWER]["A1"].value == "安全隐患"
    assert answer[f"{ANSWER}（2）"]["I1"].value == MARKER


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"PK\x03\x04 nothing", OddPackage),
        (odd_workbook('<!DOCTYPE x [<!ENTITY a "aaaa">]>' + ODD_SHEET.split("\n", 1)[1]), OddXml),
        (odd_workbook("<worksheet><sheetData>"), OddXml),
    ],
)
def test_what_is_not_built_as_it_should_be_is_not_marked(
    content: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error):
        marked(content, [finding("表&一", "D2")], "zh")
