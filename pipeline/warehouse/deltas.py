"""Deltas: what changed since the last whole snapshot, in a small file that is laid over it.

A delta holds the rows that belong to changed reports and to the results they reach, whole copies
of tables that are small or change anywhere, and the views that put both files together under
the names of the tables.
"""

from collections.abc import Iterable
from pathlib import Path

import duckdb

WHOLE, DELTA = "whole", "delta"
"""Names under which the two files are attached."""
UNCHANGED = {
    "expected_report", "indicator_term", "measure", "org_unit", "time_window",
    "unit_root", "unit_tree",
}  # fmt: skip
"""Tables that only a rebuild writes, after which a snapshot is whole."""
OF_VALUES = {"completeness", "indicator_value", "measure_value", "rough_value"}
MOVED = {
    "moved_submission": (
        "submission", "select submission from submission semi join moved_report using"
        " (form, unit, period)",
    ),
    "moved_place": ("unit, period", "select distinct unit, period from moved_report"),
    "moved_pair": ("unit, win", "select distinct unit, win from moved_value"),
    "moved_content": ("sha256", "select distinct sha256 from moved_file"),
}  # fmt: skip
"""Table of the delta → its key, and which keys have other rows than in the whole snapshot."""
VIEWS = "snapshot_view"


def key_of(table: str, facts: Iterable[str]) -> str | None:
    """By which moved keys a table is replaced; None where it is copied whole."""
    if table in OF_VALUES:
        return "moved_pair"
    if table in ("report", "system_reports"):
        return "moved_place"
    if table in ("submission", "submission_section", *facts):
        return "moved_submission"
    return "moved_content" if table == "archive_file" else None


def write_delta(connection: duckdb.DuckDBPyConnection, file: Path, facts: Iterable[str]) -> None:
    """Write what differs from the last whole snapshot; ``facts``: tables that forms fill."""
    facts = set(facts)
    connection.execute(f"attach '{quoted(file)}' as {DELTA}")
    try:
        for name, (_, keys) in MOVED.items():
            connection.execute(f"create table {DELTA}.{name} as {keys}")
        connection.execute(f"create table {DELTA}.{VIEWS} (statement varchar)")
        for table in tables_of(connection):
            statement = view_of(connection, table, key_of(table, facts))
            connection.execute(f"insert into {DELTA}.{VIEWS} values (?)", [statement])
        connection.execute(
            f"insert into {DELTA}.{VIEWS} select sql from duckdb_views()"
            " where database_name = current_database() and not internal"
        )
        connection.execute(f"checkpoint {DELTA}")
    finally:
        connection.execute(f"detach {DELTA}")


def tables_of(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The warehouse's tables."""
    rows = connection.execute(
        "select table_name from duckdb_tables() where database_name = current_database()"
        " and not internal and not temporary order by table_name"
    ).fetchall()
    return [name for (name,) in rows]


def view_of(connection: duckdb.DuckDBPyConnection, table: str, moved: str | None) -> str:
    """Copy what changed of a table, and say how to see all of it."""
    if table in UNCHANGED:
        return f'create view "{table}" as from {WHOLE}.main."{table}"'
    if moved is None:
        connection.execute(f'create table {DELTA}.main."{table}" as from "{table}"')
        return f'create view "{table}" as from {DELTA}.main."{table}"'
    key, _ = MOVED[moved]
    connection.execute(
        f'create table {DELTA}.main."{table}" as'
        f' from "{table}" semi join {DELTA}.main.{moved} using ({key})'
    )
    return (
        f'create view "{table}" as'
        f' from {WHOLE}.main."{table}" anti join {DELTA}.main.{moved} using ({key})'
        f' union all by name from {DELTA}.main."{table}"'
    )


def attach(
    connection: duckdb.DuckDBPyConnection, folder: Path, file: str, whole: str | None, name: str
) -> None:
    """Attach a publication read-only as ``name``: one file, or a delta over a whole snapshot."""
    if whole is None:
        connection.execute(f"attach '{quoted(folder / file)}' as {name} (read_only)")
        return
    connection.execute(f"attach '{quoted(folder / whole)}' as {WHOLE} (read_only)")
    connection.execute(f"attach '{quoted(folder / file)}' as {DELTA} (read_only)")
    connection.execute(f"attach ':memory:' as {name}")
    ((before,),) = connection.execute("select current_database()").fetchall()
    connection.execute(f"use {name}")
    for (statement,) in connection.execute(f"from {DELTA}.{VIEWS}").fetchall():
        connection.execute(statement)
    connection.execute(f'use "{before}"')


def detach(connection: duckdb.DuckDBPyConnection, whole: str | None, name: str) -> None:
    """Let go of what ``attach`` attached."""
    for attached in (name,) if whole is None else (name, DELTA, WHOLE):
        connection.execute(f"detach {attached}")


def quoted(path: Path) -> str:
    """A path inside a SQL string."""
    return str(path).replace("'", "''")
