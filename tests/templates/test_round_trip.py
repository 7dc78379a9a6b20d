"""What the templates write, the reader reads: same values at the same cells, every real form."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from pipeline.checks.judging import judge
from pipeline.definitions.catalogue import Catalogue, load
from pipeline.domain.form import Field, Section
from pipeline.domain.noun import Language
from pipeline.domain.period import parse_period
from pipeline.domain.submission import FileRead
from pipeline.intake.reading import read_files
from pipeline.templates.content import SheetContent
from pipeline.templates.workbook import blank_sheets, write_workbook

from .builders import UNIT

CONFIG = Path(__file__).parents[2] / "config"
VALUES = {"integer": 3, "decimal": Decimal("12.5"), "money": Decimal("12300.5"), "text": "文字",
          "boolean": True, "date": date(2026, 5, 6), "period": "2026Q1"}  # fmt: skip


@cache
def real() -> Catalogue:
    """Return the product's own configuration, with one unit that reports."""
    loaded = load(CONFIG)
    assert loaded.catalogue is not None, loaded.findings
    return replace(loaded.catalogue, org_units=(UNIT,))


def value(field: Field, row: int) -> object:
    if field.type == "choice":
        return list(field.choices)[row % len(field.choices)]
    return f"K{row}" if field.type == "code" else VALUES[field.type]


def rows_of(section: Section) -> list[dict[str, object]]:
    count = 1 if section.layout == "card" else 3
    return [{name: value(f, i) for name, f in section.fields.items()} for i in range(count)]


def read(path: Path, tmp_path: Path) -> FileRead:
    ((result,),) = read_files([path], tmp_path / "archive", real())
    return result


def sections() -> list[tuple[str, str]]:
    return [(form, section) for form, given in real().forms.items() for section in given.sections]


@pytest.mark.parametrize(("form", "section"), sections())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_value_comes_back_from_its_cell(
    form: str, section: str, language: Language, tmp_path: Path
) -> None:
    given = real().forms[form].sections[section]
    rows = rows_of(given)
    period = parse_period("2026Q2", real().calendars)
    content = SheetContent(form, section, rows, notes=["备注"], total=given.layout == "list")
    path = tmp_path / "报表.xlsx"
    at = write_workbook(path, real(), [content], UNIT, period, language)
    (found,) = read(path, tmp_path).sections
    assert (found.units, found.periods) == (["G001"] * len(rows), ["2026Q2"] * len(rows))
    for name, field in given.fields.items():
        if not field.personal:
            assert found.columns[name] == [row[name] for row in rows], name
        for i, source in enumerate(found.source_rows):
            where = found.cells[name] + ("" if found.layout == "card" else str(source))
            assert at[found.table, i, name] == where


def test_a_list_of_several_units_keeps_them_apart(tmp_path: Path) -> None:
    rows = rows_of(real().forms["case_ledger"].sections["main"])[:2]
    content = SheetContent(
        "case_ledger", rows=rows, units=[("G001", UNIT.name.zh)] * 2, periods=["2026Q1", "2026Q2"],
        spare=5, total=True,
    )  # fmt: skip
    period = parse_period("2026", real().calendars)
    path = tmp_path / "台账.xlsx"
    write_workbook(path, real(), [content], UNIT, period)
    (found,) = read(path, tmp_path).sections
    assert found.periods == ["2026Q1", "2026Q2"]
    assert found.source_rows == [6, 7]


def test_an_empty_template_is_no_report_and_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "空表.xlsx"
    write_workbook(path, real(), blank_sheets(real(), ["case_ledger"]), UNIT, None)
    result = read(path, tmp_path)
    assert result.sections == []
    judge([result], real())
    assert {f.severity for f in result.findings} >= {"error"}
