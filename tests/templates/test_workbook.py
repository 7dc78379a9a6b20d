"""Workbooks written by the templates, opened again with another library."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline import run
from pipeline.domain.noun import Language
from pipeline.domain.period import parse_period
from pipeline.templates.content import Addresses, Formula, SheetContent
from pipeline.templates.instructions import rule_text
from pipeline.templates.workbook import blank_sheets, write_workbook

from .builders import PRODUCT, UNIT, catalogue, form, label

CONFIG = Path(__file__).parents[2] / "config"
PERIOD = parse_period("2026Q2", PRODUCT.calendars)
CHOICES = {"inpatient": label("住院", "Inpatient"), "critical": label("大病", "Critical")}
MANY = {f"c{i}": label(f"一个很长很长的选项{i}", f"A long choice {i}") for i in range(40)}
CARD = {
    "title": label("会员表", "Membership"), "kind": "periodic", "layout": "card",
    "fields": {
        "members": {"label": label("会员总数", "Members"), "type": "integer", "unit": "person",
                    "required": "true", "minimum": "0",
                    "definition": label("报告期末全部会员。", "Everyone on the roll.")},
        "women": {"label": label("女会员", "Women"), "type": "integer", "unit": "person",
                  "minimum": "0", "maximum": "100000"},
        "dues": {"label": label("会费", "Dues"), "type": "money", "unit": "wan", "minimum": "0"},
        "has_file": {"label": label("建档", "On file"), "type": "boolean"},
        "founded_on": {"label": label("建会日期", "Founded on"), "type": "date"},
        "share": {"label": label("占比", "Share"), "type": "decimal", "unit": "percent",
                  "maximum": "100"},
    },
    "rules": [{"id": "V01-women", "at_most": ["women", "members"],
               "advice": label("请核对两栏。", "Check both columns.")}],
}  # fmt: skip
LIST = {
    "title": label("互助台账", "Mutual aid"), "kind": "ledger", "key": ["id"],
    "fields": {
        "id": {"label": label("编号", "Number"), "type": "code", "required": "true"},
        "product": {"label": label("险种", "Product"), "type": "choice", "choices": CHOICES},
        "kind": {"label": label("类别", "Kind"), "type": "choice", "choices": MANY},
        "amount": {"label": label("金额", "Amount"), "type": "money", "unit": "yuan"},
        "phone": {"label": label("电话", "Phone"), "type": "text", "personal": "phone"},
    },
}  # fmt: skip
CATALOGUE = catalogue(form(main=CARD, ledger=LIST))
CARD_ROW = {"members": 12, "women": 5, "dues": Decimal(12500), "has_file": True,
            "founded_on": date(2020, 5, 1), "share": Decimal("41.7")}  # fmt: skip
LIST_ROWS = [
    {"id": "500101199001011234", "product": "critical", "amount": Decimal("100.5")},
    {"id": "K2", "product": "别的", "amount": "约100"},
    {"id": "K3", "amount": Formula("=1+1")},
]


def written(tmp_path: Path, *sheets: SheetContent, **kinds: bool) -> tuple[Workbook, Addresses]:
    path = tmp_path / "book.xlsx"
    addresses = write_workbook(path, CATALOGUE, sheets, UNIT, PERIOD, **kinds)
    return openpyxl.load_workbook(path), addresses


def test_the_hidden_sheet_says_what_the_workbook_is(tmp_path: Path) -> None:
    book, _ = written(tmp_path, SheetContent("members"), SheetContent("members", "ledger"))
    hidden = book["_unionkpi"]
    assert hidden.sheet_state == "veryHidden"
    assert [[c.value for c in row[:5]] for row in hidden.iter_rows(max_row=5, max_col=5)] == [
        ["unionkpi", "1", None, None, None],
        ["unit", "G001", None, None, None],
        ["period", "2026Q2", None, None, None],
        ["sheet", "会员表", "members", "main", "2025"],
        ["sheet", "互助台账", "members", "ledger", "2025"],
    ]


def test_a_card_has_the_official_lines_and_every_value_where_it_says(tmp_path: Path) -> None:
    book, at = written(tmp_path, SheetContent("members", rows=[CARD_ROW], notes=["合并两家"]))
    sheet = book["会员表"]
    assert sheet["A1"].value == "会员表"
    assert sheet["A2"].value == "填报单位：西坪镇教育工会"
    assert sheet["D2"].value == "报告期：2026年第二季度（2026Q2）"
    assert sheet["A3"].value == "表号：工指02表　制表机关：县总工会　版本：2025"
    assert sheet["D3"].value == "计量单位见各栏"
    assert [c.value for c in sheet[4]] == ["序号", "项目", "数值", "计量单位", "填报说明", "备注"]
    assert sheet["A11"].value.startswith("填表人：")
    stood = {field: sheet[cell].value for (_, _, field), cell in at.items()}
    assert stood.pop("founded_on").date() == date(2020, 5, 1)
    assert stood == {"members": 12, "women": 5, "dues": 1.25, "has_file": "是", "share": 41.7,
                     "note": "合并两家"}  # fmt: skip
    assert at["members", 0, "women"] == "C6"
    assert sheet["E5"].value == "报告期末全部会员。必填。填整数。不小于 0。"


def test_only_input_cells_can_be_changed(tmp_path: Path) -> None:
    book, _ = written(tmp_path, SheetContent("members", rows=[CARD_ROW]))
    sheet = book["会员表"]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert not sheet["C5"].protection.locked
    assert not sheet["F5"].protection.locked
    assert sheet["B5"].protection.locked


def test_excel_checks_types_bounds_and_choices(tmp_path: Path) -> None:
    book, _ = written(tmp_path, *blank_sheets(CATALOGUE, ["members"]))
    rules = {str(v.sqref): v for v in book["会员表"].data_validations.dataValidation}
    assert (rules["C5"].type, rules["C5"].operator) == ("whole", "greaterThanOrEqual")
    assert rules["C5"].formula1 == "0"
    assert rules["C5"].promptTitle == "会员总数"
    assert "报告期末全部会员。" in rules["C5"].prompt
    assert (rules["C6"].formula1, rules["C6"].formula2) == ("0", "100000")
    assert (rules["C7"].type, rules["C10"].operator) == ("decimal", "lessThanOrEqual")
    assert rules["C8"].formula1 == '"是,否"'
    assert rules["C9"].type == "date"
    rules = {str(v.sqref): v for v in book["互助台账"].data_validations.dataValidation}
    assert rules["B5:B44"].formula1 == '"住院,大病"'
    assert rules["C5:C44"].formula1 == "_unionkpi!$J$1:$J$40"
    assert book["_unionkpi"]["J40"].value == "一个很长很长的选项39"


def test_a_list_keeps_mistakes_as_they_are_and_long_numbers_as_text(tmp_path: Path) -> None:
    content = SheetContent(
        "members", "ledger", rows=LIST_ROWS, total=True, notes=[None, "待核"],
        units=[("G001", "甲"), ("G002", "乙"), ("G003", "丙")], periods=["2026Q2"] * 3,
    )  # fmt: skip
    book, at = written(tmp_path, content)
    sheet = book["互助台账"]
    assert [c.value for c in sheet[4]] == [
        "单位代码", "单位名称", "报告期", "编号", "险种", "类别", "金额（元）", "电话", "备注",
    ]  # fmt: skip
    assert [c.value for c in sheet[5]][:7] == [
        "G001", "甲", "2026Q2", "500101199001011234", "大病", None, 100.5,
    ]  # fmt: skip
    assert sheet[at["members_ledger", 1, "product"]].value == "别的"
    assert sheet[at["members_ledger", 1, "amount"]].value == "约100"
    assert sheet[at["members_ledger", 1, "note"]].value == "待核"
    assert sheet[at["members_ledger", 2, "amount"]].value == "=1+1"
    assert (sheet["A8"].value, sheet["G8"].value) == ("合计", "=SUM(G5:G7)")
    assert sheet["A9"].value.startswith("填表人：")


def test_the_sheet_prints_on_a4_with_frozen_heads(tmp_path: Path) -> None:
    book, _ = written(tmp_path, SheetContent("members", rows=[CARD_ROW]))
    sheet = book["会员表"]
    assert sheet.freeze_panes == "A5"
    assert sheet.page_setup.paperSize == 9
    assert sheet.print_title_rows == "$1:$4"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_guide_prints_fields_and_rules_from_the_definitions(tmp_path: Path) -> None:
    book, _ = written(tmp_path, *blank_sheets(CATALOGUE, ["members"]))
    lines = [[c.value for c in row] for row in book["填报说明"].iter_rows(min_row=2)]
    rule = "【校验规则 V01-women】女会员 ≤ 会员总数，依次不大于。请核对两栏。"
    assert ["会员表", rule] in lines
    assert ["互助台账", "【电话】没有可不填。入库前脱敏。"] in lines


def test_plain_workbooks_have_the_same_cells_without_the_extras(tmp_path: Path) -> None:
    full, at_full = written(tmp_path, SheetContent("members", rows=[CARD_ROW]))
    plain, at_plain = written(tmp_path, SheetContent("members", rows=[CARD_ROW]), plain=True)
    assert at_full == at_plain
    assert list(full["会员表"].values) == list(plain["会员表"].values)
    assert plain.sheetnames == ["会员表", "_unionkpi"]
    assert not plain["会员表"].data_validations.dataValidation


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_workbook(tmp_path / name, CATALOGUE, blank_sheets(CATALOGUE, ["members"]), None, None)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_an_english_template_and_another_layout_head_and_name(tmp_path: Path) -> None:
    path = tmp_path / "en.xlsx"
    sheets = [
        SheetContent("members", rows=[CARD_ROW], layout="list", omit=frozenset({"share"})),
        SheetContent("members", "ledger", heads={"id": "No."}, name="Ledger [1]"),
        SheetContent("members", "ledger", name="ledger 1"),
    ]
    write_workbook(path, CATALOGUE, sheets[:2], UNIT, PERIOD, "en")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Membership", "Ledger 1", "_unionkpi", "Guide"]
    assert book["Membership"]["A4"].value == "Members (persons)"
    assert book["Membership"]["C5"].value == pytest.approx(1.25)
    assert book["Membership"]["F4"].value == "Note"
    assert book["Ledger 1"]["A4"].value == "No."
    write_workbook(path, CATALOGUE, sheets[1:], UNIT, PERIOD, plain=True)
    assert openpyxl.load_workbook(path).sheetnames[:2] == ["Ledger 1", "ledger 1（2）"]


SUMMED = form(main={
    "title": label("会员表", "Membership"), "kind": "periodic", "layout": "card",
    "fields": {
        name: {"label": label(zh, name), "type": "integer", "unit": "person", "required": needed}
        for name, zh, needed in (("total", "会员总数", "true"), ("employed", "在职会员", "true"),
                                 ("others", "其他会员", "true"), ("women", "女会员", "false"))
    },
    "rules": [
        {"id": "V1", "sum_equals": {"total": "total", "parts": ["employed", "others"]},
         "advice": label("请逐栏核对。", "Check each.")},
        {"id": "V2", "at_most": ["women", "total"], "advice": label("请核对。", "Check.")},
    ],
})  # fmt: skip


def summed(tmp_path: Path, *rows: dict[str, object]) -> Worksheet:
    path = tmp_path / "summed.xlsx"
    write_workbook(path, catalogue(SUMMED), [SheetContent("members", rows=rows)], UNIT, PERIOD)
    return openpyxl.load_workbook(path)["会员表"]


def test_a_total_whose_parts_are_all_asked_for_computes_itself_and_is_locked(
    tmp_path: Path,
) -> None:
    sheet = summed(tmp_path)
    assert sheet["C5"].value == '=IF(COUNT(C6,C7)<2,"",SUM(C6,C7))'
    assert sheet["C5"].protection.locked
    assert not sheet["C6"].protection.locked
    assert summed(tmp_path, {"total": 7})["C5"].value == 7


def test_the_rule_that_judges_a_field_is_printed_beside_it(tmp_path: Path) -> None:
    sheet = summed(tmp_path)
    assert sheet["E5"].value.endswith("会员总数 = 在职会员 + 其他会员。")
    assert sheet["E8"].value.endswith("女会员 ≤ 会员总数，依次不大于。")
    assert "≤" not in sheet["E6"].value
    prompts = {str(v.sqref): v.prompt for v in sheet.data_validations.dataValidation}
    assert "女会员 ≤ 会员总数" in prompts["C8"]


def test_what_stands_beside_a_field_is_sentences_with_their_full_stops() -> None:
    """They are printed one behind the other, so what lacks its full stop runs into the next."""
    forms = run.load([CONFIG]).forms.values()
    sections = [section for form in forms for section in form.sections.values()]
    stops: dict[Language, str] = {"zh": "。", "en": "."}
    for language, stop in stops.items():
        rules = [rule_text(rule, one, language) for one in sections for rule in one.rules]
        told = [field.definition for one in sections for field in one.fields.values()]
        definitions = [text.in_language(language) for text in told if text]
        assert len(rules) > 50
        assert [text for text in (*rules, *definitions) if not text.endswith(stop)] == []
