"""Inputs of a world: the facts of a snapshot, as far as they had come in by a day."""

import re
from datetime import date
from functools import lru_cache
from importlib.resources import files

import duckdb

from pipeline.definitions.built_in import built_in_forms
from pipeline.definitions.catalogue import Catalogue
from pipeline.warehouse.fact_tables import create_fact_table
from pipeline.warehouse.loading import mark_current

CREATED = re.compile(r"create or replace table (\w+)")
BASE = "base"
COLUMNS = """
select table_name, list(column_name)
from duckdb_columns()
where database_name = 'base' and not internal and not starts_with(table_name, 'current_')
group by table_name order by table_name
"""


@lru_cache(maxsize=1)
def result_tables() -> frozenset[str]:
    """Tables that are computed, which a world computes for itself."""
    models = files("pipeline.warehouse").joinpath("results.sql").read_text("utf-8")
    own = {form.table(name) for form in built_in_forms().values() for name in form.sections}
    return frozenset({*CREATED.findall(models), *own})


def take_over(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, as_of: date | None
) -> None:
    """Copy what is not computed from the attached ``base`` into the world.

    Whatever was received later than ``as_of`` is left behind, with all that belongs to it.
    """
    connection.execute("set variable world_day = ?", [as_of or date.max])
    for table, columns in sorted(connection.execute(COLUMNS).fetchall(), key=submissions_first):
        if table not in result_tables():
            connection.execute(
                f'create table "{table}" as from {BASE}."{table}" {condition(table, columns)}'
            )
    open_tables(connection, catalogue)
    mark_current(connection)


def take_over_all(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Copy all of the attached ``base`` into the world, what is computed too."""
    for table, _ in connection.execute(COLUMNS).fetchall():
        connection.execute(f'create table "{table}" as from {BASE}."{table}"')
    open_tables(connection, catalogue)


def open_tables(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Make the tables of facts that the base has not, and the views of what counts."""
    schema = files("pipeline.warehouse").joinpath("schema.sql").read_text("utf-8")
    connection.execute(schema)
    for table, (form, section) in catalogue.tables().items():
        create_fact_table(connection, table, form, form.sections[section])


def submissions_first(row: tuple[str, list[str]]) -> tuple[bool, str]:
    """The order of copying: other tables are asked for their submissions."""
    return row[0] != "submission", row[0]


def condition(table: str, columns: list[str]) -> str:
    """Which rows of a table had come in."""
    if "received_at" in columns:
        return "where cast(received_at as date) <= getvariable('world_day')"
    if "submission" in columns and table != "submission":
        return "where submission in (select submission from submission)"
    return ""
