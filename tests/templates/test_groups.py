"""Fields that are headed together: merged heads of lists, merged labels of cards."""

from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.domain.form import Form
from pipeline.domain.period import parse_period
from pipeline.templates.content import SheetContent
from pipeline.templates.workbook import blank_sheets, write_workbook

from .builders import PRODUCT, UNIT, catalogue, form, label

PERIOD = parse_period("2026Q2", PRODUCT.calendars)
FIELDS = {
    "product": {"label": label("产品", "Product"), "type": "code", "required": "true"},
    "insured": {"label": label("参加职工数", "Insured"), "type": "integer", "unit": "person",
                "required": "true", "minimum": "0", "group": "insured",
                "head": label("职工数", "Employees")},
    "women": {"label": label("参加女职工数", "Insured women"), "type": "integer",
              "unit": "person", "group": "insured", "head": label("其中：女职工", "of whom women")},
    "active": {"label": label("有效", "Active"), "type": "boolean", "group": "state"},
    "checked": {"label": label("已核对", "Checked"), "type": "boolean", "group": "state"},
}  # fmt: skip
GROUPS = {"insured": label("参加", "Taking part"), "state": label("情况", "State")}
SECTION = {"title": label("互助表", "Mutual aid"), "kind": "periodic", "key": ["product"],
           "groups": GROUPS, "fields": FIELDS}  # fmt: skip
CARD = {"title": label("互助卡", "Card"), "kind": "periodic", "layout": "card",
        "groups": GROUPS, "fields": FIELDS}  # fmt: skip
MADE = form(main=SECTION, card=CARD)


def written(path: Path, *sheets: SheetContent, made: Form = MADE, **kinds: bool) -> Worksheet:
    write_workbook(path, catalogue(made), sheets, UNIT, PERIOD, **kinds)
    return openpyxl.load_workbook(path).worksheets[0]


def merged(sheet: Worksheet) -> set[str]:
    return {str(r) for r in sheet.merged_cells.ranges if r.min_row > 3}


def test_the_name_of_a_group_stands_over_its_columns(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", *blank_sheets(catalogue(MADE), ["members"])[:1])
    assert [c.value for c in sheet[4]] == ["产品", "参加", None, "情况", None, "备注"]
    assert [c.value for c in sheet[5]] == [
        None, "职工数（人）", "其中：女职工（人）", "有效", "已核对", None,
    ]  # fmt: skip
    assert merged(sheet) == {"A4:A5", "B4:C4", "D4:E4", "F4:F5"}


def test_everything_below_knows_that_the_head_has_two_rows(tmp_path: Path) -> None:
    rows = [{"product": "K1", "insured": 9, "women": 4}, {"product": "K2", "insured": 5}]
    content = SheetContent("members", rows=rows, spare=3, total=True)
    sheet = written(tmp_path / "a.xlsx", content)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B6", "$1:$5")
    checked = {str(v.sqref) for v in sheet.data_validations.dataValidation}
    assert checked == {f"{letter}6:{letter}10" for letter in "ABCDE"}
    assert [c.value for c in sheet[6]][:3] == ["K1", 9, 4]
    assert (sheet["A11"].value, sheet["B11"].value) == ("合计", "=SUM(B6:B10)")
    assert sheet["A12"].value.startswith("填表人：")
    assert not sheet["B10"].protection.locked
    assert sheet["B5"].protection.locked
    assert sheet["B4"].protection.locked


def test_the_units_of_a_list_have_heads_as_high_as_the_others(tmp_path: Path) -> None:
    rows = [{"product": "K1", "insured": 9}]
    sheet = written(
        tmp_path / "a.xlsx", SheetContent("members", rows=rows, units=[("G001", "甲")]), plain=True
    )
    assert {"A4:A5", "B4:B5", "C4:C5", "D4:E4"} <= merged(sheet)
    assert [c.value for c in sheet[6]][:4] == ["G001", "甲", "K1", 9]


def test_a_group_with_one_column_left_keeps_its_name(tmp_path: Path) -> None:
    content = SheetContent("members", omit=frozenset({"women"}), spare=1)
    sheet = written(tmp_path / "a.xlsx", content)
    assert (sheet["B4"].value, sheet["B5"].value) == ("参加", "职工数（人）")
    none = SheetContent("members", omit=frozenset({"insured", "women", "active", "checked"}))
    sheet = written(tmp_path / "b.xlsx", none)
    assert [c.value for c in sheet[4]][:2] == ["产品", "备注"]
    assert merged(sheet) == set()


def test_a_card_has_the_names_of_groups_left_of_their_rows(tmp_path: Path) -> None:
    row = {"product": "K1", "insured": 9, "women": 4}
    sheet = written(tmp_path / "a.xlsx", SheetContent("members", "card", rows=[row]), plain=True)
    assert [[c.value or None for c in line[:4]] for line in sheet["A4:F9"]] == [
        ["项目", None, "数值", "计量单位"],
        ["产品", None, "K1", None],
        ["参加", "职工数", 9, "人"],
        [None, "其中：女职工", 4, "人"],
        ["情况", "有效", None, None],
        [None, "已核对", None, None],
    ]
    assert merged(sheet) == {"A4:B4", "A5:B5", "A6:A7", "A8:A9"}
    assert sheet.freeze_panes == "A5"


def test_what_is_part_of_a_total_is_indented_under_it_on_a_card(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", SheetContent("members", "card", rows=[{}]))
    shown = {c.value: c.alignment.indent for row in sheet["A5:B9"] for c in row if c.value}
    assert shown.pop("其中：女职工") == 1
    assert set(shown.values()) == {0}
    whole = {**FIELDS, "share": {"label": label("其中：本地", "of whom local"), "type": "integer"}}
    loose = form(main={**CARD, "groups": {}, "fields": {
        name: {k: v for k, v in given.items() if k != "group"} for name, given in whole.items()
    }})  # fmt: skip
    sheet = written(tmp_path / "b.xlsx", SheetContent("members", rows=[{}]), made=loose)
    assert [(sheet[f"B{n}"].value, sheet[f"B{n}"].alignment.indent) for n in (6, 7, 10)] == [
        ("职工数", 0), ("其中：女职工", 1), ("其中：本地", 1),
    ]  # fmt: skip


def test_messages_and_instructions_use_the_full_name(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheet = written(path, *blank_sheets(catalogue(MADE), ["members"]))
    titles = {v.promptTitle for v in sheet.data_validations.dataValidation}
    assert "参加女职工数" in titles
    guide = openpyxl.load_workbook(path)["填报说明"]
    assert any("【参加女职工数】" in str(row[1].value) for row in guide.iter_rows())
