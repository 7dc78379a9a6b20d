"""Tables of facts follow their forms: columns come, go, and change their type and order.

Not at once: until accepted reports were read again by the form of now, what stood in a column of
another type is still needed. It waits beside the new column, under its name with ``FORMER``.
"""

from collections.abc import Mapping

import duckdb

from pipeline.domain.form import Form
from pipeline.warehouse.connection import transaction
from pipeline.warehouse.texts import column_types, exactly

FORMER = " (former)"
"""Behind the name of a column that has another type now: what stood there before."""


def add_columns(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str]
) -> None:
    """Add the columns that a newer form brings, or has otherwise, to a table that is there."""
    known = column_types(connection, table)
    view = f'"current_{table}"'
    for name, kind in columns.items():
        if known.get(name) == spelled(kind):
            continue
        connection.execute(f"drop view if exists {view}")
        former = f"{name}{FORMER}"
        if name in known and former in known:  # what was read first is what is compared
            connection.execute(f'alter table "{table}" drop column "{name}"')
        elif name in known:
            connection.execute(f'alter table "{table}" rename column "{name}" to "{former}"')
        connection.execute(f'alter table "{table}" add column "{name}" {kind}')
        if name in known:
            text = exactly(f'"{former}"::varchar', kind)
            connection.execute(f'update "{table}" set "{name}" = {text}')


def conform(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, tuple[Form, str]]) -> None:
    """Give every table just the columns of its form, in their order."""
    from pipeline.warehouse.fact_tables import columns_of, create_fact_table

    for table, (form, part) in tables.items():
        section = form.sections[part]
        wanted = columns_of(section)
        if list(column_types(connection, table)) == list(wanted):
            continue
        names = ", ".join(f'"{name}"' for name in wanted)
        with transaction(connection):
            connection.execute(f'drop view if exists "current_{table}"')
            connection.execute(f'alter table "{table}" rename to "{table} (former)"')
            create_fact_table(connection, table, form, section)
            connection.execute(
                f'insert into "{table}" ({names}) select {names} from "{table} (former)"'
            )
            connection.execute(f'drop table "{table} (former)"')
            connection.execute("delete from whole_snapshot")


def spelled(kind: str) -> str:
    """A type as DuckDB lists it."""
    return kind.lower()
