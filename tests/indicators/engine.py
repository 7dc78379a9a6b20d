"""The engine on rows given as they are: straight into the fact tables, without files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from importlib.resources import files

import duckdb
import pyarrow as pa

from pipeline.definitions.catalogue import Catalogue
from pipeline.indicators.compute import (
    lay_ground,
    measure_tables,
    prepare_measures,
    value_indicators,
)
from pipeline.indicators.models_runner import insert_columns
from pipeline.warehouse.corrections import apply_corrections
from pipeline.warehouse.fact_tables import ARROW_TYPES, create_fact_table
from pipeline.warehouse.loading import mark_current
from tests.oracle import Report

AT = datetime(2024, 1, 1)
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
    with duckdb.connect() as connection:
        return compute(connection, catalogue, reports)


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
    at: datetime = AT,
    cells: int = 0,
) -> None:
    """Put more reports in, received at ``at`` with ``cells`` of 9 required cells filled."""
    last = connection.execute("select coalesce(max(submission), 0) from submission").fetchall()
    numbered = list(enumerate(reports, start=last[0][0] + 1))
    insert_columns(
        connection,
        "submission",
        [
            (
                n, f"sha{n}", r.form, "1", r.unit, r.period.code, r.version,
                "accepted" if r.accepted else "withheld", at, False, 9, cells,
            )
            for n, r in numbered
        ],
    )  # fmt: skip
    insert_columns(
        connection,
        "submission_section",
        [
            (n, catalogue.forms[r.form].table(section), "sheet", "list", "{}", 0, 0, 0, 0)
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
        name: ARROW_TYPES[field.type]
        for name, field in catalogue.forms[form].sections[section].fields.items()
    }
    types |= {"submission": pa.int64(), "source_row": pa.int32()}
    types |= {"unit": pa.string(), "period": pa.string(), "approximate": pa.string()}
    arrays = {name: pa.array([row.get(name) for row in rows], kind) for name, kind in types.items()}
    connection.register("oracle_rows", pa.table(arrays))
    connection.execute(f'insert into "{table}" by name select * from oracle_rows')
    connection.unregister("oracle_rows")
