"""Tables of facts follow their forms: columns come, go, and change their type and order.

Not at once: until accepted reports were read again by the form of now, what stood in a column of
another type is still needed. It waits beside the new column, under its name with ``FORMER``.
"""

from collections.abc import Collection, Mapping

import duckdb

from pipeline.domain.form import Form
from pipeline.warehouse.connection import transaction
from pipeline.warehouse.texts import column_types, exactly

FORMER = " (former)"
"""Behind the name of a column or table that has another shape now: what stood there before."""

OF_FACTS = """
select table_name from duckdb_columns() semi join duckdb_tables() using (database_name, table_name)
where database_name = current_database() group by table_name
having list(column_name order by column_index)[:len($keys)] = $keys
"""


def add_columns(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str]
) -> None:
    """Add the columns that a newer form brings, or has otherwise, to a table that is there."""
    known = column_types(connection, table)
    for name, kind in columns.items():
        if known.get(name) == kind:
            continue
        connection.execute(f'drop view if exists "current_{table}"')
        former = f"{name}{FORMER}"
        if name in known and former in known:  # what was read first is what is compared
            connection.execute(f'alter table "{table}" drop column "{name}"')
        elif name in known:
            connection.execute(f'alter table "{table}" rename column "{name}" to "{former}"')
        connection.execute(f'alter table "{table}" add column "{name}" {kind}')
        if name in known:
            text = exactly(f'"{former}"::varchar', kind)
            connection.execute(f'update "{table}" set "{name}" = {text}')


def conform(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, tuple[Form, str]],
    others: Collection[str] = (),
) -> None:
    """Give every table just the columns of its form, in their order; without a form, it goes.

    ``others``: tables of facts that no form on file has and that stay.
    """
    from pipeline.warehouse.fact_tables import KEYS, columns_of, create_fact_table  # they add

    there = connection.execute(OF_FACTS, {"keys": list(KEYS)}).fetchall()
    for table in sorted({name for (name,) in there} - {*tables, *others}):
        with transaction(connection):
            connection.execute(f'drop view if exists "current_{table}"')
            connection.execute(f'drop table "{table}"')
            connection.execute("delete from whole_snapshot")
    for table, (form, part) in tables.items():
        section = form.sections[part]
        wanted = columns_of(section)
        if list(column_types(connection, table)) == list(wanted):
            continue
        names, former = ", ".join(f'"{name}"' for name in wanted), f"{table}{FORMER}"
        with transaction(connection):
            connection.execute(f'drop view if exists "current_{table}"')
            connection.execute(f'alter table "{table}" rename to "{former}"')
            create_fact_table(connection, table, form, section)
            connection.execute(f'insert into "{table}" ({names}) select {names} from "{former}"')
            connection.execute(f'drop table "{former}"')
            connection.execute("delete from whole_snapshot")
