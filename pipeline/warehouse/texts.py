"""Values kept as texts, put into columns of a type; what does not fit exactly is left blank."""

from collections.abc import Mapping, Sequence

import duckdb

from pipeline.domain.submission import StoredRows

NUMBERS = ("bigint", "integer", "decimal")


def insert_texts(connection: duckdb.DuckDBPyConnection, tables: StoredRows) -> None:
    """Insert rows whose values are texts; columns that a table does not have are left out, and
    so is a table that is not there."""
    for table, rows in tables.items():
        types = column_types(connection, table)
        names = [name for name in types if any(name in row for row in rows)]
        if names:
            insert_rows(connection, table, {name: types[name] for name in names}, rows)


def insert_rows(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    types: Mapping[str, str],
    rows: Sequence[dict[str, str | None]],
) -> None:
    """Insert rows into some columns of a table."""
    import pyarrow as pa  # only where there are such rows

    names = list(types)
    frame = pa.table({n: pa.array([row.get(n) for row in rows], pa.string()) for n in names})
    connection.register("text_rows", frame)
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(exactly(f'"{name}"', types[name]) for name in names)
    connection.execute(f'insert into "{table}" ({columns}) select {values} from text_rows')
    connection.unregister("text_rows")


def column_types(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """The columns of a table with their types, in order; none where there is no such table."""
    rows = connection.execute(
        "select column_name, lower(data_type) from duckdb_columns() where table_name = ?"
        " and database_name = current_database() and not internal order by column_index",
        [table],
    ).fetchall()
    return dict(rows)


def exactly(text: str, kind: str) -> str:
    """SQL that casts a text to a type as DuckDB lists it; null where that would say another
    number."""
    cast = f"try_cast({text} as {kind})"
    if not kind.startswith(NUMBERS):
        return cast
    wide = "decimal(38, 8)"
    same = f"try_cast({cast} as {wide}) = try_cast({text} as {wide})"
    return f"case when {same} then {cast} end"
