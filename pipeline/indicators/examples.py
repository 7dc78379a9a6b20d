"""The worked examples of indicator files, run through the engine itself.

All examples run in one small warehouse in memory: each has units A, B, C under P of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files

import duckdb
import pyarrow as pa

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.finding import Finding, Place
from pipeline.domain.form import FieldType
from pipeline.domain.indicator import Indicator
from pipeline.domain.org_unit import OrgUnit, UnitName
from pipeline.domain.period import parse_period
from pipeline.indicators.compute import (
    lay_ground,
    measure_tables,
    prepare_measures,
    value_indicators,
)
from pipeline.indicators.models_runner import insert_columns
from pipeline.indicators.scorecards import default_family, exact
from pipeline.warehouse.fact_tables import arrow_types, create_fact_table

AT = datetime(2024, 1, 1)
SECTION = "insert into submission_section values (?, ?, '', 'list', '{}', 1, 1, 0, 0, 0)"
ROLES = {
    "numerator": {"role_zh": "分子", "role_en": "numerator"},
    "denominator": {"role_zh": "分母", "role_en": "denominator"},
    "value": {"role_zh": "结果", "role_en": "value"},
}
NOTHING = {"given_zh": "空白", "given_en": "blank"}
TOLERANCE = Decimal("0.0001")
"""Expected values are written with at most four decimals."""


@dataclass(frozen=True)
class Outcome:
    """What P shows in an example."""

    indicator: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None


def run_examples(catalogue: Catalogue, chosen: Iterable[str] = ()) -> dict[str, Outcome]:
    """Run the examples of the chosen indicators (all by default), and of their former definitions
    that have one; see ``with_examples``."""
    indicators = with_examples(catalogue, list(chosen) or list(catalogue.indicators))
    units = tuple(unit for one in indicators.values() for unit in example_units(one))
    asked = [one.example.expect.period for one in indicators.values()]
    small = replace(
        catalogue,
        indicators=indicators,
        plans={},
        org_units=units,
        also_by=tuple({parse_period(code, catalogue.calendars).calendar for code in asked}),
    )
    with duckdb.connect() as connection:
        fill(connection, small)
        terms = prepare_measures(connection, small)
        connection.execute("update measure set accumulates = true")  # examples ask for any span
        tables = {table for table, _, _ in terms.measures.values()}
        measure_tables(connection, terms, small, sorted(tables))
        value_indicators(connection, terms, tables)
        return {name: outcome(connection, one) for name, one in indicators.items()}


def with_examples(catalogue: Catalogue, names: Iterable[str]) -> dict[str, Indicator]:
    """Name → an indicator by itself, so that its example is worked out by its own definition
    whatever its period; a former one under ``name@last day``."""
    alone: dict[str, object] = {"breakdowns": (), "segments": {}, "former": ()}
    found = {}
    for name in names:
        indicator = catalogue.indicators[name]
        for former, edition in zip(indicator.former, indicator.editions, strict=False):
            if former.example is not None:
                own = f"{name}@{former.until}"
                found[own] = edition.indicator.model_copy(update={**alone, "id": own})
        found[name] = indicator.model_copy(update=alone)
    return found


def example_units(indicator: Indicator) -> list[OrgUnit]:
    """P and every unit below it that the example names."""
    rows = [row for given in indicator.example.given.values() for row in given]
    parent = unit_code(indicator.id, "P")
    below = sorted({unit_code(indicator.id, row["unit"]) for row in rows} - {parent})
    name = UnitName(indicator.id, indicator.id)
    return [
        OrgUnit(code=parent, name=name, level="county"),
        *(OrgUnit(code=code, name=name, level="grassroots", parent=parent) for code in below),
    ]


def unit_code(indicator: str, unit: str) -> str:
    """A code that no other example uses."""
    return f"{indicator}/{unit}"


def fill(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Make the tables and put every example's rows in them."""
    for name in ("schema.sql", "results.sql"):
        connection.execute(files("pipeline.warehouse").joinpath(name).read_text("utf-8"))
    tables = catalogue.tables(built_in=True)
    for table, (form, section) in tables.items():
        create_fact_table(connection, table, form, form.sections[section])
    submissions: dict[tuple[str, str, str], int] = {}
    for indicator in catalogue.indicators.values():
        for key, rows in indicator.example.given.items():
            form_id, _, section_id = key.partition(".")
            table = catalogue.measurable_forms[form_id].table(section_id or "main")
            for number, row in enumerate(rows, start=1):
                unit = unit_code(indicator.id, row["unit"])
                key_of_report = (form_id, unit, row["period"])
                submission = submissions.setdefault(key_of_report, len(submissions) + 1)
                insert_row(connection, catalogue, table, submission, number, row, unit)
                connection.execute(SECTION, [submission, table])
    insert_columns(
        connection,
        "submission",
        [
            (n, "example", form, "1", unit, period, 1, "accepted", AT, True, 0, 0)
            for (form, unit, period), n in submissions.items()
        ],
    )
    lay_ground(connection, catalogue)


def insert_row(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    table: str,
    submission: int,
    number: int,
    row: dict[str, str],
    unit: str,
) -> None:
    """Insert one row of an example."""
    form, section = catalogue.tables(built_in=True)[table]
    fields = form.sections[section].fields
    values: dict[str, object] = {
        name: stored(text, fields[name].type)
        for name, text in row.items()
        if name not in ("unit", "period")
    }
    values |= {"submission": submission, "source_row": number, "unit": unit}
    values["period"] = row["period"]
    types = {name: arrow_types()[fields[name].type] for name in values if name in fields}
    arrays = {name: pa.array([value], types.get(name)) for name, value in values.items()}
    connection.register("example_row", pa.table(arrays))
    connection.execute(f'insert into "{table}" by name select * from example_row')
    connection.unregister("example_row")


def stored(text: str, kind: FieldType) -> object:
    """An example's text as the stored value of a field."""
    if text == "":
        return None
    if kind == "boolean":
        return text == "yes"
    if kind == "integer":
        return int(text)
    if kind in ("decimal", "money"):
        return Decimal(text)
    return date.fromisoformat(text) if kind == "date" else text


def outcome(connection: duckdb.DuckDBPyConnection, indicator: Indicator) -> Outcome:
    """P's value at the period the example expects."""
    expect = indicator.example.expect
    row = connection.execute(
        "select numerator, denominator from indicator_value where indicator = ? and family = ?"
        " and segment = '' and unit = ? and period = ? and span = ?",
        [indicator.id, default_family(indicator), unit_code(indicator.id, "P"), expect.period,
         expect.span],
    ).fetchone()  # fmt: skip
    numerator, denominator = row or (None, None)
    value = exact(numerator, denominator, indicator.scale, bool(indicator.denominator))
    return Outcome(indicator.id, numerator, denominator, value)


def failing_examples(catalogue: Catalogue) -> list[Finding]:
    """One finding per number that a worked example does not give."""
    found = []
    wanted_of = with_examples(catalogue, catalogue.indicators)
    for name, got in run_examples(catalogue).items():
        expect = wanted_of[name].example.expect
        for role in ("numerator", "denominator", "value"):
            wanted, given = getattr(expect, role), getattr(got, role)
            if wanted is not None and (given is None or abs(given - wanted) > TOLERANCE):
                file = catalogue.file_of("indicator", name.partition("@")[0])
                place = Place(file or name)
                said = NOTHING if given is None else {"given": f"{given.normalize():f}"}
                details = {**ROLES[role], "wanted": str(wanted), **said}
                found.append(Finding("example-differs", "error", place, said.get("given"), details))
    return found
