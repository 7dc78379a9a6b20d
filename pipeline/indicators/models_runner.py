"""Running the package's SQL models, and giving rows to DuckDB."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipeline.warehouse.connection import append

MODELS = Path(__file__).parent / "models"
SCRATCH = {
    "changed": "form varchar, unit varchar, period varchar, starts date, ends date",
    "form_due": "form_set varchar, form varchar, due_days integer",
    "form_table": "form varchar, tbl varchar",
    "asked": "indicator varchar, segment varchar, unit varchar",
    "level_value": "measure integer, win integer, ends date, unit varchar, parent varchar,"
    " depth integer, value decimal(38,6), carried decimal(38,6), reports bigint,"
    " carried_reports bigint",
    "owed_period": "root varchar, frequency varchar, period varchar, starts date, ends date",
    "owing": "unit varchar, form_set varchar, frequency varchar, valid_from date, valid_to date",
    "period_days": "period varchar, starts date, ends date",
    "planned_unit": "unit varchar",
    "rough": "measure integer, unit varchar, win integer",
    "segment_number": "scan integer, base integer, code varchar, number integer",
    "side_by_side": "scan integer, unit varchar, win integer, ends date, carried boolean,"
    " code varchar, base integer, amount decimal(38,6), reports bigint",
    "this_pass": "measure integer",
    "unit_value": "measure integer, unit varchar, win integer, carried boolean,"
    " value decimal(38,6), reports bigint",
    "wanted_indicator": "indicator varchar",
}
"""Temporary tables that carry rows from Python to a model."""


def run_model(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Run one SQL model of this package."""
    connection.execute((MODELS / f"{name}.sql").read_text(encoding="utf-8"))


def fresh_table(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Make a scratch table, or empty it."""
    connection.execute(f"create or replace temp table {name} ({SCRATCH[name]})")


def insert_columns(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[object]]
) -> None:
    """Insert tuples, in the table's column order."""
    append(connection, table, rows)
