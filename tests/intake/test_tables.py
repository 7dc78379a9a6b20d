"""Several tables on one sheet: each is read, every row is accounted for, the rest is named."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.form import Form
from pipeline.domain.submission import FileRead, SectionRead
from pipeline.intake.amounts import UnitWords
from pipeline.intake.blocks import blocks_of
from pipeline.intake.cell_readers import ReaderKit
from pipeline.intake.section_guide import make_guide
from pipeline.intake.workbook import Sheet
from pipeline.templates.content import SheetContent
from pipeline.wording.messages import as_line
from tests.intake.county import made_of, read, write
from tests.intake.test_sheets import raw, slugs

Grid = list[list[Any]]


def label(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def whole(zh: str, en: str) -> dict[str, object]:
    return {"label": label(zh, en), "type": "integer", "unit": "person"}


def form(name: str, number: str, title: dict[str, str], section: dict[str, object]) -> Form:
    return Form.model_validate({
        "id": name, "number": number, "title": title, "version": "2024", "due_days": 10,
        "issuer": label("县总工会", "County federation"), "purpose": title,
        "sections": {"main": {"title": title, **section}},
    })  # fmt: skip


STAFF = form("staff", "工会01表", label("职工情况表", "Staff"), {
    "kind": "periodic", "layout": "card",
    "fields": {
        "employees": {**whole("职工总数", "Employees"), "required": True},
        "members": {**whole("会员总数", "Members"), "required": True},
        "women": whole("女会员数", "Women"),
    },
})  # fmt: skip
VISITS = form("visits", "工会02表", label("走访台账", "Visits"), {
    "kind": "events", "layout": "list", "key": ["number"],
    "fields": {
        "number": {"label": label("走访编号", "Number"), "type": "text", "required": True},
        "day": {"label": label("走访日期", "Day"), "type": "date", "required": True},
        "people": whole("走访人数", "People"),
    },
})  # fmt: skip
FORMS = made_of(STAFF, VISITS)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "data" / "archive"


def heading(title: str, unit: str) -> Grid:
    return [[title], [f"填报单位：{unit}", "", "报告期：2024年三季度"]]


def card(unit: str, employees: int) -> Grid:
    return [
        *heading("职工情况表", unit), ["项目", "数值", "计量单位"],
        ["职工总数", employees, "人"], ["会员总数", employees - 5, "人"], ["填表人：", "", ""],
    ]  # fmt: skip


def visits(*numbers: str) -> Grid:
    rows = [[number, "2024-08-01", 2] for number in numbers]
    return [["走访编号", "走访日期", "走访人数"], *rows]


def beside(left: Grid, right: Grid, gap: int = 1) -> Grid:
    width = max(map(len, left)) + gap
    return [a + [""] * (width - len(a)) + b for a, b in zip(left, right, strict=True)]


def taken(tmp_path: Path, grid: Grid, archive: Path, known: Catalogue = FORMS) -> FileRead:
    (one,) = read(raw(tmp_path / "a.xlsx", ("Sheet1", grid)), archive=archive, known=known)
    return one


def said(section: SectionRead) -> tuple[object, ...]:
    return section.form, section.units, section.source_rows, section.cells


def test_two_units_under_each_other_are_two_reports(tmp_path: Path, archive: Path) -> None:
    grid = [*card("西坪镇教育工会", 100), [], *card("西坪镇卫生工会", 50)]
    one = taken(tmp_path, grid, archive)
    assert slugs(one) == ["several-tables"]
    first, second = one.sections
    assert said(first) == ("staff", ["G001"], [4], {"employees": "B4", "members": "B5"})
    assert said(second) == ("staff", ["G002"], [11], {"employees": "B11", "members": "B12"})
    assert second.columns["employees"] == [50]
    assert second.columns["members"] == [45]
    assert first.rows_seen + second.rows_seen == len(grid)
    for section in one.sections:
        told = len(section.source_rows) + section.rows_rejected + section.rows_other
        assert section.rows_seen == told
    assert as_line(one.findings[0], "zh", strict=True) == (
        "a.xlsx › Sheet1 › 一张工作表里有 2 个表（从 A1、A8 起），逐个读取。"
        " › 请核对每个表的填报单位和报告期；以后最好一表一张工作表。"
    )
    assert as_line(one.findings[0], "en", strict=True) == (
        "a.xlsx › Sheet1 › This sheet holds 2 tables (beginning at A1, A8); each was read."
        " › Check the unit and the period of each; one table a sheet is safer."
    )


def test_another_form_below_shares_the_lines_above(tmp_path: Path, archive: Path) -> None:
    grid = [*card("西坪镇教育工会", 100)[:-1], [], ["走访台账"], *visits("V1", "V2")]
    one = taken(tmp_path, grid, archive)
    card_read, list_read = one.sections
    assert card_read.form == "staff"
    assert said(list_read)[:3] == ("visits", ["G001", "G001"], [9, 10])
    assert list_read.periods == ["2024Q3", "2024Q3"]
    assert card_read.rows_seen + list_read.rows_seen == len(grid)


def test_a_head_printed_again_on_each_page_is_no_row(tmp_path: Path, archive: Path) -> None:
    grid = [*heading("走访台账", "G001"), *visits("V1", "V2"), *visits("V3")]
    one = taken(tmp_path, grid, archive)
    assert [s.columns["number"] for s in one.sections] == [["V1", "V2"], ["V3"]]
    assert [s.source_rows for s in one.sections] == [[4, 5], [7]]
    assert not [f for f in one.findings if f.severity == "error"]


def test_two_units_beside_each_other(tmp_path: Path, archive: Path) -> None:
    grid = beside(card("西坪镇教育工会", 100), card("西坪镇卫生工会", 50))
    one = taken(tmp_path, grid, archive)
    assert slugs(one) == ["several-tables"]
    first, second = one.sections
    assert first.cells == {"employees": "B4", "members": "B5"}
    assert second.units == ["G002"]
    assert second.cells == {"employees": "F4", "members": "F5"}
    assert second.columns["employees"] == [50]


def test_parts_of_one_list_must_agree_in_their_columns(tmp_path: Path, archive: Path) -> None:
    grid = [*heading("走访台账", "G001"), *beside(visits("V1", "V2"), visits("V3", "V4"))]
    one = taken(tmp_path, grid, archive)
    (found,) = [f for f in one.findings if f.severity == "error"]
    assert as_line(found, "zh", strict=True) == (
        "a.xlsx › Sheet1 › E4 › 同一张表分成了几块，从这一格起的一块栏目位置和前一块不同。"
        " › 请把几块上下并成一个表，栏目对齐。"
    )
    assert as_line(found, "en", strict=True).startswith(
        "a.xlsx › Sheet1 › E4 › One list stands here in parts, and the columns"
    )


def test_a_table_put_under_a_template_is_read_too(tmp_path: Path, archive: Path) -> None:
    write(tmp_path / "t.xlsx", SheetContent("staff", rows=[{"employees": 9, "members": 8}]),
          known=FORMS)  # fmt: skip
    book = load_workbook(tmp_path / "t.xlsx")
    sheet = book["职工情况表"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    sheet.append([])
    sheet.append(["填报单位：西坪镇卫生工会"])
    for row in rows:
        sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    (one,) = read(tmp_path / "t.xlsx", archive=archive, known=FORMS)
    assert [(s.units, s.columns["members"]) for s in one.sections] == [
        (["G001"], [8]), (["G002"], [8]),
    ]  # fmt: skip


def test_a_wrong_cell_of_a_later_table_is_named_where_it_stands(
    tmp_path: Path, archive: Path
) -> None:
    right = card("西坪镇卫生工会", 50)
    right[4] = ["职工总数", 7, "人"]
    one = taken(tmp_path, beside(card("西坪镇教育工会", 100), right), archive)
    (twice,) = [f for f in one.findings if f.slug == "item-twice"]
    assert (twice.place.sheet, twice.place.cell) == ("Sheet1", "E5")
    assert twice.details["first"] == "F4"
    below = card("西坪镇卫生工会", 50)
    below[3][1] = "约莫"
    (tmp_path / "b").mkdir()
    one = taken(tmp_path / "b", [*card("G001", 100), [], *below], archive)
    (wrong,) = [f for f in one.findings if f.severity == "error"]
    assert (wrong.slug, wrong.place.cell, wrong.unit) == ("not-a-number", "B11", "G002")


def test_a_card_that_goes_on_to_its_right_is_one_report(tmp_path: Path, archive: Path) -> None:
    grid = [
        *heading("职工情况表", "G001"), ["项目", "数值", "项目", "数值"],
        ["职工总数", 100, "女会员数", 40], ["会员总数", 90, "", ""],
    ]  # fmt: skip
    one = taken(tmp_path, grid, archive)
    assert one.findings == []
    (section,) = one.sections
    assert section.cells == {"employees": "B4", "members": "B5", "women": "D4"}
    assert section.columns["women"] == [40]


def test_a_table_nobody_knows_is_named(tmp_path: Path, archive: Path) -> None:
    grid = [
        *card("G001", 100), [], ["值班安排"], ["项目", "数值"], ["白班", 3], ["夜班", 2],
    ]  # fmt: skip
    one = taken(tmp_path, grid, archive)
    assert slugs(one) == ["several-tables", "unknown-table"]
    assert [s.form for s in one.sections] == ["staff"]
    assert as_line(one.findings[1], "zh", strict=True) == (
        "a.xlsx › Sheet1 › A8 › 从这一格起的表认不出，没有读。"
        " › 不是报表就不用管；是报表请把表名和栏目名改成模板上的叫法。"
    )
    assert as_line(one.findings[1], "en", strict=True).startswith(
        "a.xlsx › Sheet1 › A8 › The table that begins here was not recognised and not read."
    )


def test_numbers_beside_no_item_are_told(tmp_path: Path, archive: Path) -> None:
    grid = card("G001", 100)
    grid[4] = ["会员总数", 95, "人", "", 12]
    grid.insert(5, ["", 8])
    one = taken(tmp_path, grid, archive)
    (found,) = one.findings
    assert as_line(found, "zh", strict=True) == (
        "a.xlsx › Sheet1 › E5 › 从这一格起有 2 个数旁边没有报表项目，没有读。"
        " › 多余的不用管；要报的数，请填到报表项目旁边的数值栏。"
    )
    assert as_line(found, "en", strict=True).startswith(
        "a.xlsx › Sheet1 › E5 › 2 numbers from this cell on stand beside no item of the form"
    )


def test_a_head_of_two_rows_is_one_head() -> None:
    kit = ReaderKit(UnitWords(FORMS.product.units), FORMS.product.calendars, b"k")
    guides = [make_guide(known, "main", kit) for known in FORMS.forms.values()]
    rows = [["走访台账", "", ""], ["走访编号", "走访日期", "走访人数"],
            ["走访编号", "走访日期", "走访人数"], ["V1", "2024-08-01", 2.0]]  # fmt: skip
    (only,) = blocks_of(Sheet("s", rows), guides)
    assert (only.top, only.left, only.sheet.rows) == (0, 0, rows)
