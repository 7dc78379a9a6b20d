"""Sheets as they come: our template, other people's tables, and what is wrong with them."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from pipeline.domain.submission import FileRead
from pipeline.intake.sheet_picture import read_region
from pipeline.templates.content import Formula, SheetContent
from pipeline.wording.messages import as_line
from tests.intake.county import UNITS, catalogue, made_of, read, write

MEMBERS = {"employees_total": 120, "members_total": 100, "members_new": 3}
CASES = [
    {"case_id": f"A{n}", "received_on": date(2024, 8, n), "persons": n, "channel": "visit"}
    for n in (1, 2, 3)
]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "data" / "archive"


def raw(path: Path, *sheets: tuple[str, list[list[Any]]]) -> Path:
    """A workbook as somebody else would make it."""
    book = Workbook(str(path))
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                sheet.write(r, c, cell)
    book.close()
    return path


def slugs(one: FileRead) -> list[str]:
    return [finding.slug for finding in one.findings]


def test_every_value_of_a_template_comes_back_from_the_cell_it_was_written_to(
    tmp_path: Path, archive: Path
) -> None:
    told = write(
        tmp_path / "a.xlsx", SheetContent("membership", rows=[MEMBERS]),
        SheetContent("case_ledger", rows=CASES, total=True),
    )  # fmt: skip
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    card, ledger = one.sections
    assert one.findings == []
    assert one.verdict is None
    assert (card.form, card.layout, card.units, card.periods) == (
        "membership", "card", ["G001"], ["2024Q3"],
    )  # fmt: skip
    assert {k: v[0] for k, v in card.columns.items() if v[0] is not None} == MEMBERS
    assert all(card.cells[field] == told["membership", 0, field] for field in MEMBERS)
    assert ledger.columns["received_on"] == [date(2024, 8, n) for n in (1, 2, 3)]
    assert ledger.columns["channel"] == ["visit"] * 3
    for row, number in enumerate(ledger.source_rows):
        assert f"{ledger.cells['case_id']}{number}" == told["case_ledger", row, "case_id"]
    assert ledger.rows_seen == len(ledger.source_rows) + ledger.rows_other + ledger.rows_rejected
    assert (ledger.unit, ledger.period) == ("G001", "2024Q3")
    assert ledger.required_cells >= ledger.filled_cells > 0


def test_every_form_of_the_product_is_read_back(tmp_path: Path, archive: Path) -> None:
    sheets = [
        SheetContent(form.id, section, rows=[{next(iter(shape.fields)): "1"}])
        for form in catalogue().forms.values()
        for section, shape in form.sections.items()
    ]
    write(tmp_path / "all.xlsx", *sheets)
    (one,) = read(tmp_path / "all.xlsx", archive=archive)
    assert {s.table for s in one.sections} == set(catalogue().tables())
    assert "unknown-column" not in slugs(one)
    assert "unknown-item" not in slugs(one)
    assert "missing-column" not in slugs(one)


def test_a_template_in_english_is_read(tmp_path: Path, archive: Path) -> None:
    from pipeline.domain.period import parse_period
    from pipeline.templates.workbook import write_workbook

    write_workbook(
        tmp_path / "en.xlsx", catalogue(),
        [SheetContent("membership", rows=[MEMBERS]), SheetContent("case_ledger", rows=CASES)],
        UNITS[1], parse_period("2024Q3", catalogue().calendars), "en",
    )  # fmt: skip
    (one,) = read(tmp_path / "en.xlsx", archive=archive)
    assert [len(s.source_rows) for s in one.sections] == [1, 3]
    assert one.findings == []


def test_a_card_section_may_come_as_a_list_of_several_units(tmp_path: Path, archive: Path) -> None:
    units = [("G001", "西坪镇教育工会"), ("G002", "西坪镇卫生工会")]
    rows = [MEMBERS, {**MEMBERS, "members_total": 80}]
    write(
        tmp_path / "list.xlsx",
        SheetContent("membership", rows=rows, units=units, layout="list"),
        unit_code="C1",
    )
    (one,) = read(tmp_path / "list.xlsx", archive=archive)
    (section,) = one.sections
    assert section.units == ["G001", "G002"]
    assert section.columns["members_total"] == [100, 80]


def test_rows_of_unknown_units_are_rejected_and_counted(tmp_path: Path, archive: Path) -> None:
    units = [("G001", ""), ("G999", "西坪镇教育公会"), ("", "红星工会"), ("", "西坪教育工会")]
    write(
        tmp_path / "a.xlsx",
        SheetContent("case_ledger", rows=[*CASES, {**CASES[0], "case_id": "A9"}], units=units),
        unit_code="C1",
    )
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    (section,) = one.sections
    assert section.units == ["G001", "G001"]
    assert section.rows_rejected == 2
    assert section.rows_seen == 2 + 2 + section.rows_other
    assert slugs(one) == ["unknown-org-unit", "ambiguous-org-unit"]
    assert one.findings[1].details["candidates"] == "红星工会（G005）、红星工会（G006）"
    assert "红星工会 (G005), 红星工会 (G006)" in as_line(one.findings[1], "en")


def test_a_unit_nobody_knows_is_told_once_for_all_sheets_but_of_every_row(
    tmp_path: Path, archive: Path
) -> None:
    head = [["报告期：2024年三季度"], ["项目", "数值"], ["职工总数", 10], ["会员总数", 8]]
    raw(tmp_path / "a.xlsx",
        ("会员表", [["会员表"], ["填报单位：无名厂工会"], *head]),
        ("副本", [["会员表"], ["填报单位：无名厂工会"], *head]),
        ("另一份", [["会员表"], ["填报单位：别处厂工会"], *head]))  # fmt: skip
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    told = [f for f in one.findings if f.slug == "unknown-org-unit"]
    assert [(f.place.sheet, f.place.cell, f.got) for f in told] == [
        ("会员表", "A2", "无名厂工会"), ("另一份", "A2", "别处厂工会"),
    ]  # fmt: skip
    assert "写在：会员表、副本）" in as_line(told[0], "zh", strict=True)
    assert "(it stands on: 另一份)" in as_line(told[1], "en", strict=True)
    units = [("", "无名厂工会"), ("", "无名厂工会")]
    write(tmp_path / "b.xlsx", SheetContent("case_ledger", rows=CASES[:1] * 2, units=units),
          unit_code="C1")  # fmt: skip
    (rows,) = read(tmp_path / "b.xlsx", archive=archive)
    cells = [f.place.cell for f in rows.findings if f.slug == "unknown-org-unit"]
    assert len(set(cells)) == 2


def test_near_names_are_offered(tmp_path: Path, archive: Path) -> None:
    raw(tmp_path / "a.xlsx", ("会员表", [
        ["会员表"], ["填报单位：西坪镇教育公会"], ["报告期：2024年三季度"],
        ["项目", "数值"], ["职工总数", 10], ["会员总数", 8],
    ]))  # fmt: skip
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    (finding,) = (f for f in one.findings if f.slug == "unknown-org-unit")
    assert finding.details["candidates"].startswith("西坪镇教育工会（G001）")
    assert finding.got == "西坪镇教育公会"
    assert finding.place.cell == "A2"


def test_a_table_of_somebody_elses_making(tmp_path: Path, archive: Path) -> None:
    raw(tmp_path / "二〇二四.xlsx", ("Sheet1", [
        ["西坪镇教育工会2024年7—9月维权案件台账"],
        ["单位名称：", "西坪镇教育工会"],
        ["序号", "案件信息", "", "", "涉及人数（人）", "登记人"],
        ["", "案件编号", "受理日期", "渠道", "", ""],
        [1, "A1", "2024.8.1", "来访", "３", "甲"],
        ["", "", "", "", "", ""],
        [2, "A2", "2024年8月2日", "热线", "约5人", ""],
        ["合计", "", "", "", 9, ""],
        ["填表人：", "", "审核人：", "", "", ""],
        ["注：本表按季报送"],
    ]))  # fmt: skip
    (one,) = read(tmp_path / "二〇二四.xlsx", archive=archive)
    (section,) = one.sections
    assert (section.form, section.units[0], section.periods[0]) == ("case_ledger", "G001", "2024Q3")
    assert section.columns["persons"] == [3, 5]
    assert section.columns["case_id"] == ["A1", "A2"]
    assert section.source_rows == [5, 7]
    assert section.approximate == [None, "persons"]
    assert section.rows_other == section.rows_seen - 2 == 8
    told = {f.slug: f.place.cell for f in one.findings if f.severity == "warning"}
    assert told == {
        "unknown-column": "F3", "approximate-number": "E7", "total-row-differs": "E8",
    }  # fmt: skip


def test_a_unit_line_and_a_unit_in_the_head_are_minded(tmp_path: Path, archive: Path) -> None:
    raw(tmp_path / "a.xlsx", ("经费表", [
        ["经费表"], ["填报单位：西坪镇教育工会（G001）", "", "报告期：2024Q3"], ["单位：万元"],
        ["项目", "数值"], ["工资总额", 120.5], ["应收经费（元）", 24100], ["实收", "2.41万元"],
    ]))  # fmt: skip
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    (section,) = one.sections
    assert section.columns["wage_base_yuan"] == [Decimal("1205000.00")]
    assert section.columns["dues_due_yuan"] == [Decimal("24100.00")]
    assert section.columns["dues_received_yuan"] == [Decimal("24100.00")]
    assert "converted-column" in slugs(one)
    (passed,) = (f for f in one.findings if f.slug == "unit-line-passed-over")
    assert (passed.place.cell, passed.got) == ("A6", "应收经费（元）")
    assert "“应收经费”自己写的是“元”，按“元”入库" in as_line(passed, "zh")
    assert "convert them to 元" in as_line(passed, "en")


def test_error_cells_and_formulas_without_a_value_are_errors(tmp_path: Path, archive: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = Workbook(str(path))
    sheet = book.add_worksheet("会员表")
    top = ["会员表", "填报单位：西坪镇教育工会", "报告期：2024年第三季度"]
    for r, text in enumerate(top):
        sheet.write(r, 0, text)
    for c, text in enumerate(["项目", "数值"]):
        sheet.write(3, c, text)
    for r, text in enumerate(["职工总数", "会员总数", "女职工数", "本期新增会员"], 4):
        sheet.write(r, 0, text)
    sheet.write_formula("B5", "=1/0", None, "#DIV/0!")
    sheet.write_formula("B6", "=B7+1", None, "")
    sheet.write_formula("B7", "=1+1", None, 2)
    book.close()
    (one,) = read(path, archive=archive)
    told = {f.slug: (f.place.cell, f.got) for f in one.findings if "item" not in f.slug}
    assert told["error-cell"] == ("B5", "#DIV/0!")
    assert one.sections[0].columns["employees_female"] == [2]
    assert one.sections[0].columns["employees_total"] == [None]


def test_a_formula_never_calculated_is_an_error(tmp_path: Path, archive: Path) -> None:
    from openpyxl import load_workbook

    write(tmp_path / "a.xlsx", SheetContent("membership", rows=[MEMBERS]))
    book = load_workbook(tmp_path / "a.xlsx")
    book["会员表"]["C5"] = "=60+60"
    book.save(tmp_path / "b.xlsx")
    (one,) = read(tmp_path / "b.xlsx", archive=archive)
    assert [(f.slug, f.place.cell) for f in one.findings] == [("formula-without-value", "C5")]


def test_a_formula_with_its_value_counts(tmp_path: Path, archive: Path) -> None:
    rows = [{**MEMBERS, "members_total": Formula("=60+40", 100)}]
    write(tmp_path / "a.xlsx", SheetContent("membership", rows=rows))
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    assert one.sections[0].columns["members_total"] == [100]


def test_an_old_template_is_named(tmp_path: Path, archive: Path) -> None:
    form = catalogue().forms["membership"]
    old = form.model_copy(update={"version": "2024"})
    new = form.model_copy(update={"version": "2025", "former_versions": ("2024",)})
    write(tmp_path / "a.xlsx", SheetContent("membership", rows=[MEMBERS]), known=made_of(old))
    (one,) = read(tmp_path / "a.xlsx", archive=archive, known=made_of(new))
    assert slugs(one) == ["old-template"]
    assert one.findings[0].details["version"] == "2024"
    assert one.findings[0].details["current"] == "2025"
    (unknown,) = read(
        tmp_path / "a.xlsx", archive=archive,
        known=made_of(form.model_copy(update={"version": "2026", "former_versions": ()})),
    )  # fmt: skip
    assert slugs(unknown) == ["unknown-template-version"]


@pytest.mark.parametrize(
    ("unit_code", "period", "slug"),
    [
        ("G001", "2024", "wrong-period-kind"),
        ("G003", "2024Q3", "wrong-period-kind"),
        ("G001", "SY2024Q3", "wrong-calendar"),
        ("G004", "2024Q3", "unit-not-open"),
        (None, "2024Q3", "unit-not-stated"),
        ("G001", None, "period-not-stated"),
    ],
)
def test_unit_and_period_must_fit(
    tmp_path: Path, archive: Path, unit_code: str | None, period: str | None, slug: str
) -> None:
    write(
        tmp_path / "a.xlsx", SheetContent("membership", rows=[MEMBERS]),
        unit_code=unit_code, period=period,
    )  # fmt: skip
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    assert slugs(one) == [slug]


def test_unit_and_period_may_come_from_the_file_name(tmp_path: Path, archive: Path) -> None:
    folder = tmp_path / "2024年第三季度"
    folder.mkdir()
    write(
        folder / "西坪镇卫生工会.xlsx", SheetContent("membership", rows=[MEMBERS]),
        unit_code=None, period=None,
    )  # fmt: skip
    (one,) = read(folder, archive=archive)
    assert (one.sections[0].units, one.sections[0].periods) == (["G002"], ["2024Q3"])


def test_sheets_nobody_knows(tmp_path: Path, archive: Path) -> None:
    raw(tmp_path / "a.xlsx", ("通讯录", [["姓名", "电话"], ["甲", 1]]))
    others = [(f"Sheet{n}", [["甲", "乙"]]) for n in range(1, 8)]
    raw(tmp_path / "b.xlsx", ("填报说明", [["请看"]]), *others)
    one, many = read(tmp_path / "a.xlsx", tmp_path / "b.xlsx", archive=archive)
    assert slugs(one) == ["no-form-recognised"]
    assert as_line(one.findings[0], "zh", strict=True) == (
        "a.xlsx › 认不出这是哪张报表（工作表：通讯录）。 › 发错了文件的，请换成报表再发；是报表的，"
        "请把数字填进上级下发的模板；用自制表的，请在第一行写报表全名，栏目名照模板写。"
    )
    (told,) = many.findings
    assert "（工作表：Sheet1、Sheet2、Sheet3、Sheet4、Sheet5等 7 张表）" in as_line(told, "zh")
    english = as_line(told, "en")
    assert "(sheets: Sheet1, Sheet2, Sheet3, Sheet4, Sheet5 and 2 more)" in english
    assert "send the report instead" in english


def test_a_blank_template_is_no_report_but_nil_is(tmp_path: Path, archive: Path) -> None:
    write(tmp_path / "a.xlsx", SheetContent("membership"), SheetContent("case_ledger", spare=5))
    write(tmp_path / "b.xlsx", SheetContent("case_ledger", rows=[{"case_id": "无"}]))
    blank, nil = read(tmp_path / "a.xlsx", tmp_path / "b.xlsx", archive=archive)
    assert blank.sections == []
    assert slugs(blank) == ["section-empty", "section-empty", "nothing-filled"]
    assert nil.sections[0].nil
    assert nil.sections[0].source_rows == []
    assert nil.findings == []


def test_missing_unknown_and_double_columns(tmp_path: Path, archive: Path) -> None:
    raw(tmp_path / "a.xlsx", ("维权案件台账", [
        ["维权案件台账"], ["填报单位：G001"], ["报告期：2024Q3"],
        ["案件编号", "渠道", "渠道", "领导批示", "备注"],
        ["A1", "来访", "热线", "同意", "已归档"],
    ]))  # fmt: skip
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    assert {"item-twice", "unknown-column", "missing-column"} <= set(slugs(one))
    assert one.sections[0].cells["note"] == "E"
    assert "note" not in one.sections[0].columns


def test_personal_numbers_are_never_shown_or_stored(tmp_path: Path, archive: Path) -> None:
    number, wrong = "11010519491231002X", "110105194912310021"
    shape = catalogue().forms["hardship_file"].sections["main"]
    (personal,) = (f for f, asked in shape.fields.items() if asked.personal == "id_number")
    rows = [{"archive_id": "D1", personal: number}, {"archive_id": "D2", personal: wrong}]
    write(tmp_path / "a.xlsx", SheetContent("hardship_file", rows=rows))
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    everything = repr(one)
    assert number not in everything
    assert wrong not in everything
    assert len(str(one.sections[0].columns[personal][0])) == 16


def test_the_picture_of_a_region(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", SheetContent("membership", rows=[MEMBERS]))
    letters, rows = read_region(tmp_path / "a.xlsx", "会员表", ["C5"], 1)
    assert letters == ["B", "C", "D"]
    assert [number for number, _ in rows] == [4, 5, 6]
    assert rows[1][1][1] == "120"
    letters, rows = read_region(tmp_path / "a.xlsx", "会员表", ["C7", "E5"], 1)
    assert (letters, [number for number, _ in rows]) == (list("BCDEF"), [4, 5, 6, 7, 8])
    with pytest.raises(KeyError):
        read_region(tmp_path / "a.xlsx", "没有", ["C5"])
