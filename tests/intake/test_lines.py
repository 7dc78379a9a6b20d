"""The lines above a table: whose it is and for when, and what they say against a template."""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.templates.content import SheetContent
from pipeline.wording.messages import as_line
from tests.intake.county import read, write
from tests.intake.test_sheets import CASES, MEMBERS, raw, slugs


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "data" / "archive"


def test_another_period_written_over_an_old_template_is_an_error(
    tmp_path: Path, archive: Path
) -> None:
    write(tmp_path / "a.xlsx", SheetContent("membership", rows=[MEMBERS]))
    book = load_workbook(tmp_path / "a.xlsx")
    book["会员表"]["D2"] = "报告期：2024年第四季度"
    book["会员表"]["A2"] = "填报单位：西坪镇卫生工会"
    book.save(tmp_path / "b.xlsx")
    (one,) = read(tmp_path / "b.xlsx", archive=archive)
    assert slugs(one) == ["unit-differs", "period-differs"]


def written_over(folder: Path, unit: str, period: str = "报告期：2024年第三季度") -> Path:
    """The template of G001 for 2024Q3, of two sheets, with other lines on both."""
    path = folder / "b.xlsx"
    write(path, SheetContent("membership", rows=[MEMBERS]),
          SheetContent("case_ledger", rows=CASES))  # fmt: skip
    book = load_workbook(path)
    for line, text in (("填报单位：", unit), ("报告期：", period)):
        cells = [c for sheet in book.worksheets for row in sheet.iter_rows(max_row=3)
                   for c in row if str(c.value).startswith(line)]  # fmt: skip
        assert len(cells) == 2
        for cell in cells:
            cell.value = text
    book.save(path)
    return path


def test_a_strange_line_over_a_template_is_told_and_decides_nothing(
    tmp_path: Path, archive: Path
) -> None:
    path = written_over(tmp_path, "填报单位：无名厂工会", "报告期：那个季度")
    (one,) = read(path, archive=archive)
    assert {(s.unit, s.period) for s in one.sections} == {("G001", "2024Q3")}
    unit, period = one.findings
    assert (unit.slug, unit.severity, unit.place.cell, unit.got, unit.unit) == (
        "unit-line-unknown", "warning", "A2", "无名厂工会", "G001",
    )  # fmt: skip
    assert (period.slug, period.severity, period.got, period.period) == (
        "period-line-unknown", "warning", "那个季度", "2024Q3",
    )  # fmt: skip
    assert (
        "会员表 › A2 › “填报单位”一行认不出是哪个单位（写在：会员表、维权案件台账）；"
        "模板是发给“西坪镇教育工会（G001）”的" in as_line(unit, "zh", strict=True)
    )
    assert "made for 西坪镇教育工会 (G001)" in as_line(unit, "en", strict=True)
    assert "请把这一行改成“2024年第三季度”" in as_line(period, "zh", strict=True)
    assert "write Q3 2024 on the line" in as_line(period, "en", strict=True)


@pytest.mark.parametrize(
    "name", ["西坪教育工会", "G001", "别的写法（G001）", "", "西坪镇教育工会（盖章）"]
)
def test_a_template_whose_line_can_be_told_is_taken_without_a_word(
    tmp_path: Path, archive: Path, name: str
) -> None:
    (one,) = read(written_over(tmp_path, f"填报单位：{name}"), archive=archive)
    assert one.findings == []


def test_a_name_that_several_have_is_told_of_the_template_of_another(
    tmp_path: Path, archive: Path
) -> None:
    path = written_over(tmp_path, "填报单位：红星工会")
    (one,) = read(path, archive=archive)
    assert slugs(one) == ["unit-line-unknown"]
    book = load_workbook(path)
    (row,) = [row for row in book["_unionkpi"].iter_rows() if row[0].value == "unit"]
    row[1].value = "G006"
    book.save(path)
    (one,) = read(path, archive=archive)
    assert one.findings == []


def test_the_place_for_the_seal_is_no_part_of_a_name(tmp_path: Path, archive: Path) -> None:
    rows = [["报告期：2024年三季度"], ["项目", "数值"], ["职工总数", 10], ["会员总数", 8]]
    raw(tmp_path / "a.xlsx",
        ("会员表", [["会员表"], ["填报单位：西坪镇卫生工会（盖章）"], *rows]),
        ("副本", [["会员表"], ["填报单位：", "西坪镇教育工会 (公章)"], *rows]))  # fmt: skip
    raw(tmp_path / "b.xlsx", ("会员表", [["会员表"], ["填报单位：（盖章）"], *rows]))
    one, two = read(tmp_path / "a.xlsx", tmp_path / "b.xlsx", archive=archive)
    assert [s.unit for s in one.sections] == ["G002", "G001"]
    assert "unit-not-stated" in slugs(two)


FUNDS = [["应收经费（元）", 24100], ["工资总额", 120.5]]
ENTRIES = [["职工总数", 30], ["会员总数", 20], ["在职会员数", 20]]


@pytest.mark.parametrize("filled_in", ["填报时间：2024年10月8日", "填报日期：2024年10月8日"])
def test_the_day_on_which_a_sheet_was_filled_in_is_not_its_period(
    tmp_path: Path, archive: Path, filled_in: str
) -> None:
    lines = [["会员表"], ["填报单位：西坪镇教育工会", "", filled_in]]
    raw(tmp_path / "会员表2024Q3.xlsx", ("Sheet1", [*lines, *ENTRIES]))
    (one,) = read(tmp_path / "会员表2024Q3.xlsx", archive=archive)
    assert [(s.unit, s.period) for s in one.sections] == [("G001", "2024Q3")]
    assert not {"wrong-period-kind", "unknown-period"} & set(slugs(one))


@pytest.mark.parametrize(
    "lines",
    [
        [["填报单位：西坪镇教育工会　　单位：万元"]],
        [["填报单位：西坪镇教育工会　填表人：甲"], ["计量单位：人、万元"]],
        [["填报单位：西坪镇教育工会"], ["", "", "（万元）"]],
    ],
)
def test_lines_are_told_apart_in_one_cell_and_money_is_read_in_their_unit(
    tmp_path: Path, archive: Path, lines: list[list[object]]
) -> None:
    raw(tmp_path / "a.xlsx", ("Sheet1", [["2024年第三季度经费表"], *lines, *FUNDS]))
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    (section,) = one.sections
    assert (section.unit, section.period) == ("G001", "2024Q3")
    assert section.columns["wage_base_yuan"] == [Decimal("1205000.00")]
    assert section.columns["dues_due_yuan"] == [Decimal("24100.00")]
    assert "converted-column" in slugs(one)


def test_the_unit_of_one_column_is_not_that_of_the_sheet(tmp_path: Path, archive: Path) -> None:
    raw(tmp_path / "a.xlsx", ("Sheet1", [
        ["2024年第三季度帮扶资金表"], ["填报单位：西坪镇教育工会"],
        ["编号", "筹集/发放", "日期", "资金来源", "金额", "经费"],
        ["", "", "", "", "", "（万元）"], ["Z1", "筹集", "2024-07-22", "财政", 12600, 1],
    ]))  # fmt: skip
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    assert one.sections[0].columns["amount_yuan"][-1] == Decimal("12600.00")
