"""The engine on rows given as they are: straight into the fact tables, without files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from importlib.resources import files
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.appraisal.scoring import score_and_store
from pipeline.definitions.catalogue import Catalogue
from pipeline.indicators.compute import (
    lay_ground,
    measure_tables,
    prepare_measures,
    value_indicators,
)
from pipeline.indicators.models_runner import insert_columns
from pipeline.indicators.scorecards import judge_all
from pipeline.indicators.target_rows import target_row, version_rows
from pipeline.warehouse.corrections import apply_corrections
from pipeline.warehouse.fact_tables import arrow_types, create_fact_table
from pipeline.warehouse.loading import mark_current
from tests.oracle import Report

AT = datetime(2024, 1, 1)
ONE_THREAD = {"threads": 1}
"""For a hundred rows more threads only wait for each other."""
FIGURES = """
select indicator, family, segment, unit, period, span, numerator, denominator, value, estimate,
       expected, reported, carried
from indicator_value
"""
Key = tuple[str, str, str, str, str, str]
"""indicator, family, segment, unit, period, span"""


@dataclass(frozen=True)
class Figure:
    """What the engine says."""

    numerator: Decimal | None
    denominator: Decimal | None
    value: float | None
    estimate: float | None
    expected: int
    reported: int
    carried: int


NOTHING = Figure(None, None, None, None, 0, 0, 0)


Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Results:
    """Everything the engine says: figures, and the rows of its tables of targets and scores."""

    figures: dict[Key, Figure]
    targets: Rows
    versions: Rows
    scores: Rows
    lines: Rows


def compute(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, reports: Iterable[Report]
) -> dict[Key, Figure]:
    """Fill the tables, and compute every indicator for every unit and window."""
    fill(connection, catalogue, list(reports))
    apply_corrections(connection, catalogue)
    lay_ground(connection, catalogue)
    terms = prepare_measures(connection, catalogue)
    tables = {table for table, _, _ in terms.measures.values()}
    measure_tables(connection, terms, catalogue, sorted(tables))
    value_indicators(connection, terms, tables)
    rows = connection.execute(FIGURES).fetchall()
    return {row[:6]: Figure(*row[6:]) for row in rows}


def figures(catalogue: Catalogue, reports: Iterable[Report]) -> dict[Key, Figure]:
    """What the engine makes of some reports, in a warehouse of their own."""
    with duckdb.connect(config=ONE_THREAD) as connection:
        return compute(connection, catalogue, reports)


def everything(catalogue: Catalogue, reports: Iterable[Report]) -> Results:
    """Figures, and what follows from them: targets and scores."""
    with duckdb.connect(config=ONE_THREAD) as connection:
        found = compute(connection, catalogue, reports)
        judge_and_store(connection, catalogue)
        score_and_store(connection, catalogue)
        rows = [rows_of(connection, table) for table in
                ("target_value", "target_version", "score", "score_line")]  # fmt: skip
        return Results(found, *rows)


def judge_and_store(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Fill the tables of targets."""
    judged = list(judge_all(connection, catalogue))
    insert_columns(connection, "target_value", [target_row(j) for j in judged])
    insert_columns(connection, "target_version", [row for j in judged for row in version_rows(j)])


def rows_of(connection: duckdb.DuckDBPyConnection, table: str) -> Rows:
    """A table as dictionaries."""
    cursor = connection.execute(f"select * from {table}")
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def fill(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, reports: list[Report]
) -> None:
    """Make the tables, and put every report in them."""
    open_tables(connection, catalogue)
    add(connection, catalogue, reports)


def open_tables(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Make the tables."""
    for name in ("schema.sql", "results.sql"):
        connection.execute(files("pipeline.warehouse").joinpath(name).read_text("utf-8"))
    for table, (form, section) in catalogue.tables(built_in=True).items():
        create_fact_table(connection, table, form, form.sections[section])


def add(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    reports: list[Report],
    at: datetime | None = None,
    cells: int = 0,
) -> None:
    """Put more reports in, received at ``at`` (or when they say) with ``cells`` of 9 required
    cells filled."""
    last = connection.execute("select coalesce(max(submission), 0) from submission").fetchall()
    numbered = list(enumerate(reports, start=last[0][0] + 1))
    insert_columns(
        connection,
        "submission",
        [
            (
                n, f"sha{n}", r.form, "1", r.unit, r.period.code, r.version,
                "accepted" if r.accepted else "withheld",
                at or datetime.combine(r.received, time()), False, 9, cells,
            )
            for n, r in numbered
        ],
    )  # fmt: skip
    insert_columns(
        connection,
        "submission_section",
        [
            (n, catalogue.forms[r.form].table(section), "sheet", "list", "{}", 0, 0, 0, 0, 0)
            for n, r in numbered
            for section in r.sections
        ],
    )
    for table, (form, section) in catalogue.tables().items():
        fill_table(connection, catalogue, table, form.id, section, numbered)
    mark_current(connection, [(r.form, r.unit, r.period.code) for r in reports])


def fill_table(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    table: str,
    form: str,
    section: str,
    numbered: list[tuple[int, Report]],
) -> None:
    """Insert the rows of one section."""
    rows = [
        {**row, "submission": n, "source_row": place, "unit": r.unit, "period": r.period.code}
        for n, r in numbered
        if r.form == form and r.accepted
        for place, row in enumerate(r.sections.get(section, ()), start=5)
    ]
    if not rows:
        return
    types = {
        name: arrow_types()[field.type]
        for name, field in catalogue.forms[form].sections[section].fields.items()
    }
    types |= {"submission": pa.int64(), "source_row": pa.int32()}
    types |= {"unit": pa.string(), "period": pa.string(), "approximate": pa.string()}
    arrays = {name: pa.array([row.get(name) for row in rows], kind) for name, kind in types.items()}
    connection.register("oracle_rows", pa.table(arrays))
    connection.execute(f'insert into "{table}" by name select * from oracle_rows')
    connection.unregister("oracle_rows")
