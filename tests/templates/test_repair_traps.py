"""Blank workbooks of odd definitions: nothing in them that Excel repairs or refuses."""

import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from python_calamine import CalamineWorkbook

from benchmarks.office_traps import traps
from pipeline.domain.period import parse_period
from pipeline.domain.sheet_limits import cut, length, sheet_names
from pipeline.templates.workbook import blank_sheets, write_workbook

from .builders import PRODUCT, UNIT, catalogue, form, label

PERIOD = parse_period("2026Q2", PRODUCT.calendars)
FACE = "😀"
"""Counts twice in a spreadsheet program, once in Python."""
NUMBER: dict[str, Any] = {"label": label("编号", "Number"), "type": "code", "required": "true"}


@pytest.fixture(autouse=True)
def no_warning_of_the_writer() -> Iterator[None]:
    """A writer that warns has left something out."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def section(title: str, layout: str = "card", **fields: Any) -> dict[str, Any]:
    kind = {"kind": "periodic"} if layout == "card" else {"kind": "ledger", "key": ["a"]}
    return {"title": label(title, title), "layout": layout, **kind,
            "fields": {"a": NUMBER, **fields}}  # fmt: skip


def choices(*words: str) -> dict[str, Any]:
    listed = {f"c{n}": label(word, word) for n, word in enumerate(words)}
    return {"label": label("选项", "Choice"), "type": "choice", "choices": listed}


def blank(folder: Path, *sections: dict[str, Any]) -> bytes:
    path = folder / "blank.xlsx"
    made = catalogue(form(**{f"s{n}": one for n, one in enumerate(sections)}))
    write_workbook(path, made, blank_sheets(made, ["members"]), UNIT, PERIOD)
    return path.read_bytes()


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


@pytest.mark.parametrize(
    "title",
    ["填报说明", "_UNIONKPI", "[]:*?/\\'", "History", "  ", FACE * 31, "A1", "2024年表", "R1C1",
     "表（一）、二", "会员 & <表>", "'表'"],
)  # fmt: skip
def test_whatever_a_section_is_called_its_sheet_has_a_name_that_is_free(
    tmp_path: Path, title: str
) -> None:
    content = blank(tmp_path, section(title), section(title.lower()), section("表", "list"))
    assert traps(content) == []
    names = opened(content).sheetnames
    assert len(names) == 5
    assert names[3:] == ["_unionkpi", "填报说明"]


def test_a_name_that_is_permitted_and_free_is_kept() -> None:
    assert sheet_names(["会员表", "会员表", "帮扶"]) == ["会员表", "会员表（2）", "帮扶"]
    long = sheet_names([FACE * 31, FACE * 31])
    assert long == [FACE * 15, f"{FACE * 14}（2）"]
    assert max(map(length, long)) <= 31


@pytest.mark.parametrize(
    "words",
    [('甲"乙', "丙"), ('"', '""'), ("甲,乙", "丙"), (" 甲", "乙"), (FACE * 120, "丙" * 20),
     tuple(f"选项{n}号" for n in range(80))],
)  # fmt: skip
def test_a_choice_that_no_list_in_a_validation_can_hold_stands_on_the_hidden_sheet(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    content = blank(tmp_path, section("表", "list", b=choices(*words)))
    assert traps(content) == []
    book = opened(content)
    (listed,) = [v for v in book["表"].data_validations.dataValidation if v.type == "list"]
    assert listed.formula1 == f"_unionkpi!$J$1:$J${len(words)}"
    held = [book["_unionkpi"].cell(row, 10).value for row in range(1, len(words) + 1)]
    assert tuple(held) == words


def test_other_choices_stand_in_the_validation_itself(tmp_path: Path) -> None:
    book = opened(blank(tmp_path, section("表", b=choices("=A1", "@丙", "甲 乙"))))
    (listed,) = [v for v in book["表"].data_validations.dataValidation if v.type == "list"]
    assert listed.formula1 == '"=A1,@丙,甲 乙"'


def test_a_label_counts_as_excel_counts_it_and_the_cell_is_still_checked(tmp_path: Path) -> None:
    odd = {"label": label(FACE * 30, "Odd"), "type": "integer", "minimum": "0",
           "definition": label(FACE * 250, "Odd")}  # fmt: skip
    content = blank(tmp_path, section("表", b=odd))
    assert traps(content) == []
    (checked,) = [v for v in opened(content)["表"].data_validations.dataValidation if v.type]
    assert checked.type == "whole"
    assert checked.promptTitle == f"{FACE * 15}…"
    assert checked.prompt == f"{FACE * 127}…"


def test_a_text_that_looks_like_an_escaped_character_is_none(tmp_path: Path) -> None:
    """Excel reads ``_x000D_`` as a line break, in cells and attributes alike."""
    odd = {**choices("_x0041_", "乙"), "label": label("值_x000D_", "Odd"),
           "definition": label("写作_x000D_的值。", "Odd")}  # fmt: skip
    content = blank(tmp_path, section("_x0041_", b=odd))
    assert traps(content) == []
    book = opened(content)
    assert book.sheetnames[0] == "-x0041_"
    (listed,) = [v for v in book["-x0041_"].data_validations.dataValidation if v.type == "list"]
    assert listed.promptTitle == "值_x005F_x000D_"
    assert "写作_x005F_x000D_的值" in listed.prompt
    assert listed.error.startswith("“值_x005F_x000D_”")
    assert listed.formula1 == '"_x005F_x0041_,乙"'
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("-x0041_")
    read = [str(cell) for row in rows.to_python() for cell in row]
    assert any("值_x000D_" in cell for cell in read)
    written = [str(c.value) for row in book["-x0041_"].iter_rows() for c in row]
    assert any("值_x000D_" in cell for cell in written)


def test_no_row_is_higher_and_no_column_wider_than_a_program_has_them(tmp_path: Path) -> None:
    told = {"label": label("头", "Head"), "type": "integer", "group": "g",
            "definition": label("长" * 40_000, "Long")}  # fmt: skip
    wide = {"label": label("头" * 900, "Head"), "type": "integer"}
    card = {**section("卡", b=told), "groups": {"g": label("组" * 300, "Group")}}
    content = blank(tmp_path, card, section("表", "list", b=wide))
    assert traps(content) == []
    book = opened(content)
    assert book["卡"].row_dimensions[6].height == 408.75
    assert 254 < book["表"].column_dimensions["B"].width <= 255


def test_a_text_is_cut_where_it_is_too_long_and_nowhere_else() -> None:
    assert cut("表" * 5, 5) == "表" * 5
    assert cut("表" * 6, 5) == "表表表……"
    assert cut(FACE * 3, 5, "…") == f"{FACE * 2}…"
    assert cut(FACE * 2, 4) == FACE * 2
