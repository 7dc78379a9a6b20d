"""Fingerprints: whether two warehouses say the same, table by table.

Numbers that only join tables (of submissions and findings) are given in the order of storing;
what is compared instead is the content a row comes from.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.warehouse.connection import configure
from pipeline.warehouse.deltas import attach
from pipeline.warehouse.publishing import Publication

PASSING = frozenset(
    {"changed_report", "moved_file", "moved_report", "moved_value", "whole_snapshot"}
)
"""Tables that hold work to be done, not what was found."""
JOINING = ("submission", "finding")
UNKNOWN = {
    "archive_file": "where t.sha256 <> ''",
    "finding": "where t.slug not in ('duplicate-file', 'repeated-file')",
}
"""Rows left out: files that could not be archived have no content to be known by, and that a file
came once more is not published until something new comes."""
KEY = ("sha256", "form", "unit", "period", "version")
"""What a submission is known by."""
COLUMNS = """
select table_name, list(column_name order by column_index)
from duckdb_columns()
where database_name = $database and not internal and not starts_with(table_name, 'current_')
group by table_name
"""
ROWS_SHOWN = 3


@dataclass(frozen=True)
class Fingerprint:
    """How many rows a table has, and what they add up to, in any order."""

    rows: int
    digest: str


@dataclass(frozen=True)
class Difference:
    """A table that is not the same; rows as text, those only here and those only there."""

    table: str
    here: int
    there: int
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """Two snapshots side by side."""

    tables: int
    rows: int
    digest: str
    differences: tuple[Difference, ...]


def compare(folder: Path, shown: Publication, there: Path, spill: Path) -> Comparison:
    """Compare a publication in ``folder`` with a warehouse by the contents of their tables."""
    with duckdb.connect() as connection:
        configure(connection, spill)
        attach(connection, folder, shown.file, shown.whole, "here")
        attach(connection, there.parent, there.name, None, "there")
        shapes = {name: dict(columns_of(connection, name)) for name in ("here", "there")}
        tables = sorted({*shapes["here"], *shapes["there"]} - PASSING)
        prints = {
            name: {
                table: fingerprint(connection, selection(name, table, shapes[name][table]))
                for table in tables
                if table in shapes[name]
            }
            for name in ("here", "there")
        }
        different = [t for t in tables if prints["here"].get(t) != prints["there"].get(t)]
        differences = tuple(difference(connection, t, shapes) for t in different)
    total = sum(int(p.digest) for p in prints["here"].values()) % 2**64
    rows = sum(p.rows for p in prints["here"].values())
    return Comparison(len(tables), rows, f"{total:016x}", differences)


def columns_of(
    connection: duckdb.DuckDBPyConnection, database: str
) -> Iterator[tuple[str, list[str]]]:
    """Every table with its columns."""
    yield from connection.execute(COLUMNS, {"database": database}).fetchall()


def selection(database: str, table: str, columns: list[str]) -> str:
    """SQL of a table's rows, with contents in the place of joining numbers."""
    kept = ", ".join(f't."{name}"' for name in columns if name not in (*JOINING, "seen"))
    rows = f'{database}.main."{table}" as t'
    if "submission" in columns and table != "submission":
        rows += f" left join {database}.main.submission as s on s.submission = t.submission"
        kept += "".join(f", s.{name} as of_{name}" for name in KEY)
    return f"select {kept} from {rows} {UNKNOWN.get(table, '')}"


def fingerprint(connection: duckdb.DuckDBPyConnection, sql: str) -> Fingerprint:
    """Count and hash what a query gives; equal rows count as often as they are there."""
    row = connection.execute(
        "select count(*), coalesce(sum(md5_number_lower(cast(q as varchar))::hugeint), 0)"
        f" from ({sql}) as q"
    ).fetchone()
    return Fingerprint(int(row[0]), str(int(row[1]))) if row else Fingerprint(0, "0")


def difference(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    shapes: Mapping[str, Mapping[str, list[str]]],
) -> Difference:
    """How many rows of a table differ, and the first of them."""
    texts = {
        name: "select cast(q as varchar) from ("
        + selection(name, table, shapes[name][table]) + ") as q"
        if table in shapes[name] else "select '' where false"
        for name in ("here", "there")
    }  # fmt: skip
    counts, shown = {}, {}
    for mine, other in (("here", "there"), ("there", "here")):
        sql = f"({texts[mine]}) except all ({texts[other]})"
        rows = [text for (text,) in connection.execute(f"{sql} order by 1").fetchall()]
        counts[mine], shown[mine] = len(rows), tuple(rows[:ROWS_SHOWN])
    return Difference(table, counts["here"], counts["there"], shown["here"], shown["there"])
