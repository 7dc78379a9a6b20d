"""Rows of lists: what is a total, a remark or a row of data, and cells merged over several."""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.checks.judging import judge
from pipeline.domain.status import Verdict
from pipeline.intake.ods_scan import scan_ods
from pipeline.templates.content import SheetContent
from pipeline.wording.messages import as_line
from tests.intake.county import catalogue, read, write
from tests.intake.test_sheets import MEMBERS, raw, slugs

HEADS = ["编号", "筹集/发放", "日期", "资金来源", "金额（元）"]
TOP = [["2024年第三季度帮扶资金表"], ["填报单位：西坪镇教育工会"]]
NUMBERED = ["序号", *HEADS]


def entry(number: int) -> list[object]:
    return [f"Z{number}", "筹集", "2024-07-22", "财政", 100 * number]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "data" / "archive"


@pytest.mark.parametrize(
    "text",
    [
        "本季度合计",
        "合计金额",
        "全镇合计",
        "筹集合计",
        "筹集小计",
        "合计2笔",
        "合计人民币（大写）",
        "累 计",
    ],
)
def test_a_total_however_it_is_called_is_no_entry(tmp_path: Path, archive: Path, text: str) -> None:
    total = [text, "", "", "", 300]
    raw(tmp_path / "a.xlsx", ("Sheet1", [*TOP, HEADS, entry(1), entry(2), total]))
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    (section,) = one.sections
    assert section.columns["amount_yuan"] == [Decimal("100.00"), Decimal("200.00")]
    assert slugs(one) == []


def test_subtotals_by_name_are_compared_with_their_own_rows(tmp_path: Path, archive: Path) -> None:
    rows = [HEADS, entry(1), ["筹集小计", "", "", "", 100], entry(2), ["发放小计", "", "", "", 1],
            ["合计", "", "", "", 300]]  # fmt: skip
    raw(tmp_path / "a.xlsx", ("Sheet1", [*TOP, *rows]))
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    assert [(f.slug, f.place.cell) for f in one.findings] == [("total-row-differs", "E7")]


@pytest.mark.parametrize(
    "text",
    ["复核：李某", "制表：", "工会主席（签字）：", "（公章）", "——以下空白——", "数据来源：财务科",
     "备注 本期只有两笔", "第1页 共1页"],
)  # fmt: skip
def test_signatures_and_remarks_under_a_list_are_no_rows(
    tmp_path: Path, archive: Path, text: str
) -> None:
    raw(tmp_path / "a.xlsx", ("Sheet1", [*TOP, HEADS, entry(1), [text]]))
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    assert (one.sections[0].source_rows, slugs(one)) == ([4], [])


def test_an_entry_may_begin_with_the_same_letters(tmp_path: Path, archive: Path) -> None:
    first = ["复核7", "制表-1", "备注2", "统计1", "主席团-3", "第1页"]
    rows = [[text, *entry(1)[1:]] for text in first]
    raw(tmp_path / "a.xlsx", ("Sheet1", [*TOP, HEADS, *rows]))
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    assert one.sections[0].columns["aid_id"] == first


def test_a_row_with_one_filled_cell_is_asked_about_in_one_sentence(
    tmp_path: Path, archive: Path
) -> None:
    raw(tmp_path / "a.xlsx", ("Sheet1", [*TOP, HEADS, entry(1), ["以上数据截至9月30日"]]))
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    (finding,) = one.findings
    assert (finding.slug, finding.severity, finding.place.cell) == ("one-cell-row", "error", "A5")
    assert finding.got is None, "a remark may name a person"
    assert "“筹集/发放”、“日期”、“资金来源”、“金额”" in as_line(finding, "zh")
    assert "begin it with “Note:”" in as_line(finding, "en")
    (section,) = one.sections
    assert (section.source_rows, section.rows_rejected) == ([4], 1)
    assert section.rows_seen == len(section.source_rows) + 1 + section.rows_other
    for number, remark in enumerate(("注：以上数据截至9月30日", "Note: until 30 September")):
        path = tmp_path / f"{number}.xlsx"
        raw(path, ("Sheet1", [*TOP, HEADS, entry(number), [remark]]))
        (one,) = read(path, archive=archive)
        assert slugs(one) == []


def test_numbers_prepared_for_rows_are_no_rows_though_they_are_text(
    tmp_path: Path, archive: Path
) -> None:
    rows = [["1", *entry(1)], ["2", *entry(2)], ["3"], ["４"], ["合计", "", "", "", "", 300]]
    raw(tmp_path / "a.xlsx", ("Sheet1", [*TOP, NUMBERED, *rows]))
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    assert (one.sections[0].source_rows, slugs(one)) == ([4, 5], [])


def merged(path: Path, rows: list[list[object]], *ranges: str) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for one in ranges:
        sheet.merge_cells(one)
    book.save(path)
    return path


def test_a_value_merged_over_entries_is_asked_for_row_by_row(tmp_path: Path, archive: Path) -> None:
    rows = [*TOP, [*HEADS, "受助人数"], *[[*entry(n), 7] for n in (1, 2, 3)]]
    path = merged(tmp_path / "a.xlsx", rows, "F4:F6", "A1:C1")
    (one,) = read(path, archive=archive)
    (finding,) = one.findings
    assert (finding.slug, finding.severity, finding.place.cell) == ("merged-rows", "error", "F4")
    assert "F4:F6" in as_line(finding, "zh")
    assert "Unmerge" in as_line(finding, "en")
    twice = merged(tmp_path / "b.xlsx", [*rows, [], *rows], "F11:F12")
    (one,) = read(twice, archive=archive)
    found = [f for f in one.findings if f.slug == "merged-rows"]
    assert [(f.place.cell, f.details["range"]) for f in found] == [("F11", "F11:F12")]


def test_what_merged_cells_leave_blank_is_not_told_beside_them(
    tmp_path: Path, archive: Path
) -> None:
    blank = [*entry(4)[:4], ""]
    rows = [*TOP, HEADS, *[entry(n) for n in (1, 2, 3)], blank]
    path = merged(tmp_path / "a.xlsx", rows, "E4:E6")
    (one,) = read(path, archive=archive)
    judge([one], catalogue())
    assert [(f.slug, f.place.cell) for f in one.findings] == [
        ("merged-rows", "E4"), ("missing-value", "E7"),
    ]  # fmt: skip


def test_a_value_merged_over_two_items_of_a_card_is_asked_for_twice(
    tmp_path: Path, archive: Path
) -> None:
    write(tmp_path / "a.xlsx", SheetContent("membership", rows=[MEMBERS]))
    book = load_workbook(tmp_path / "a.xlsx")
    book["会员表"].merge_cells("C5:C6")
    book.save(tmp_path / "b.xlsx")
    (one,) = read(tmp_path / "b.xlsx", archive=archive)
    assert [(f.slug, f.place.cell) for f in one.findings] == [("merged-rows", "C5")]


def test_a_unit_merged_over_its_rows_is_that_of_each(tmp_path: Path, archive: Path) -> None:
    rows = [
        ["2024年第三季度帮扶资金表"], ["填报单位：西坪镇教育工会"], ["单位名称", *HEADS],
        ["西坪镇卫生工会", *entry(1)], ["", *entry(2)], ["", *entry(3)], ["", *entry(4)],
    ]  # fmt: skip
    (one,) = read(merged(tmp_path / "a.xlsx", rows, "A4:A6"), archive=archive)
    (section,) = one.sections
    assert section.units == ["G002", "G002", "G002", "G001"]
    assert slugs(one) == []


SPANNED = b"""<office:spreadsheet><table:table table:name="s"><table:table-row>
<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>
<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="3"
 office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet>"""


def test_cells_merged_over_rows_are_seen_in_an_ods() -> None:
    assert scan_ods(SPANNED)[0].merged == [(0, 1, 2, 2)]


def test_a_card_delivered_as_a_list_of_a_few_columns_is_a_list(
    tmp_path: Path, archive: Path
) -> None:
    heads = ["序号", "单位名称", "职工总数", "会员总数", "在职会员数", "本期新增会员"]
    rows = [[1, "西坪镇教育工会", 30, 20, 20, 1], [2, "西坪镇卫生工会", 40, 30, 30, 2]]
    total = ["", "合计", 70, 50, 50, 3]
    raw(tmp_path / "a.xlsx", ("Sheet1", [["2024年第三季度会员表"], heads, *rows, total]))
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    (section,) = one.sections
    assert section.layout == "list"
    assert section.units == ["G001", "G002"]
    assert section.columns["members_total"] == [20, 30]
    assert {f.slug for f in one.findings} == {"missing-column"}


def test_a_table_under_such_a_list_is_not_lost(tmp_path: Path, archive: Path) -> None:
    heads = ["职工总数", "会员总数", "在职会员数"]
    rows = [
        ["2024年第三季度会员表"],
        TOP[1],
        heads,
        [30, 20, 20],
        [],
        ["帮扶资金表"],
        HEADS,
        entry(1),
    ]
    raw(tmp_path / "a.xlsx", ("Sheet1", rows))
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    assert [(s.table, s.source_rows) for s in one.sections] == [
        ("membership", [4]), ("aid_fund", [8]),
    ]  # fmt: skip


ITEMS = [("职工总数", 30), ("会员总数", 20), ("在职会员数", 20)]


def test_two_columns_of_numbers_without_a_head_are_asked_about(
    tmp_path: Path, archive: Path
) -> None:
    lines = [["2024年第三季度会员表"], TOP[1]]
    plans = [[label, value + 9, value] for label, value in ITEMS]
    raw(tmp_path / "a.xlsx", ("Sheet1", [*lines, ["项目", "目标", "完成"], *plans]))
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    told = [(f.place.cell, f.details["count"]) for f in one.findings if f.slug == "several-values"]
    assert told == [("B4", "3")]
    raw(tmp_path / "b.xlsx", ("Sheet1", [*lines, ["项目", "目标", "本期数"], *plans]))
    (one,) = read(tmp_path / "b.xlsx", archive=archive)
    assert one.sections[0].columns["members_total"] == [20]
    assert "several-values" not in slugs(one)


def test_a_year_over_rows_of_its_quarters_is_nobodys_period(tmp_path: Path, archive: Path) -> None:
    heads = ["报告期", "职工总数", "会员总数", "在职会员数"]
    rows = [["2024年一季度", 30, 20, 20], ["2024年二季度", 31, 21, 21]]
    raw(tmp_path / "a.xlsx", ("Sheet1", [["2024年会员表"], TOP[1], heads, *rows]))
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    assert one.sections[0].periods == ["2024Q1", "2024Q2"]
    assert "wrong-period-kind" not in slugs(one)
    assert one.verdict is not Verdict.UNREADABLE


def test_a_title_over_the_head_is_no_part_of_a_heading(tmp_path: Path, archive: Path) -> None:
    rows = [*TOP, ["批次", *HEADS], ["甲", *entry(1)], ["乙", *entry(2)]]
    raw(tmp_path / "a.xlsx", ("Sheet1", rows))
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    assert [(f.slug, f.got) for f in one.findings] == [("unknown-column", "批次")]


def test_a_sheet_left_out_of_a_form_of_two_is_told(tmp_path: Path, archive: Path) -> None:
    card = SheetContent("bargaining", rows=[{"employees_total": 30}])
    contracts = SheetContent("bargaining", "contracts", rows=[])
    write(tmp_path / "whole.xlsx", card, contracts)
    book = load_workbook(tmp_path / "whole.xlsx")
    book["集体合同台账"].cell(6, 1, "无")
    book.save(tmp_path / "whole.xlsx")
    del book["集体合同台账"]
    book.save(tmp_path / "alone.xlsx")
    (whole,) = read(tmp_path / "whole.xlsx", archive=archive)
    assert slugs(whole) == []
    (alone,) = read(tmp_path / "alone.xlsx", archive=archive)
    (told,) = alone.findings
    assert (told.slug, told.severity, told.form, told.section, told.unit) == (
        "sheet-left-out", "warning", "bargaining", "contracts", "G001",
    )  # fmt: skip
    assert "“集体合同台账”，这个文件里没有" in as_line(told, "zh", strict=True)
    assert as_line(told, "en", strict=True).startswith("alone.xlsx › “Collective bargaining")
