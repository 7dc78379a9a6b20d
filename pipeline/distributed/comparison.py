"""Every indicator on both engines, from the same files, row against row.

Numerators, denominators and counts are decimals and integers, values are doubles; all are
compared as they are, without rounding.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.distributed.lake import open_here, open_there, write_lake
from pipeline.distributed.measuring import measure

KEY = "indicator, family, segment, unit, win"
COMPARED = (
    f"{KEY}, period, span, numerator, denominator, numerator_carried, denominator_carried, value,"
    " estimate, expected, reported, carried"
)
SHOWN = 5
DIFFERENT = f"""
create or replace temp table different as
with only_here as (
    select {COMPARED} from indicator_value except all select {COMPARED} from there
),
only_there as (
    select {COMPARED} from there except all select {COMPARED} from indicator_value
)
select 'duckdb' as engine, * from only_here union all select 'spark', * from only_there
"""


@dataclass(frozen=True)
class Compared:
    """How much was computed twice, how long it took, and what is not the same."""

    rows: int
    """Rows of facts."""
    indicators: int
    units: int
    values: int
    differences: int
    """Values that are not the same on both, or are on one engine only."""
    shown: tuple[str, ...]
    """The first of them, both engines' rows as text."""
    seconds_here: float
    seconds_there: float


def compare(
    source: duckdb.DuckDBPyConnection, catalogue: Catalogue, session: Any, folder: Path
) -> Compared:
    """Compute every indicator of a snapshot on DuckDB and on Spark, and compare.

    ``folder`` must be reachable for Spark by the same name; a folder inside it is made for the
    time being.
    """
    with workplace(folder) as place:
        rows = write_lake(source, catalogue, place / "lake")
        return compare_lake(catalogue, session, place, rows)


def compare_lake(catalogue: Catalogue, session: Any, place: Path, rows: int) -> Compared:
    """The same for a lake of so many fact rows, already in ``place / "lake"``."""
    begun = time.perf_counter()
    there = open_there(session, place / "lake", place / "spark")
    measure(there, catalogue)
    paths = there.stored("indicator_value")
    seconds_there = time.perf_counter() - begun
    begun = time.perf_counter()
    with open_here(place / "lake", place / "spill") as here:
        measure(here, catalogue)
        seconds_here = time.perf_counter() - begun
        indicators, units, values = one_row(
            here, "select count(distinct indicator), count(distinct unit), count(*)"
            " from indicator_value"
        )  # fmt: skip
        differences, shown = differing(here, [f"{path}/*.parquet" for path in paths])
    return Compared(
        rows, indicators, units, values, differences, shown, seconds_here, seconds_there
    )


def differing(here: duckdb.DuckDBPyConnection, files: list[str]) -> tuple[int, tuple[str, ...]]:
    """How many values differ between ``indicator_value`` and some Parquet files; the first."""
    here.execute(f"create or replace temp view there as from read_parquet({quoted(files)})")
    here.execute(DIFFERENT)
    (count,) = one_row(here, f"select count(*) from (select distinct {KEY} from different)")
    first = here.execute(f"from different order by {KEY}, engine limit {2 * SHOWN}").fetchall()
    return count, tuple(" ".join(map(str, row)) for row in first)


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """A folder of our own that is gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder.resolve() / f"unionkpi-{time.time_ns()}"
    place.mkdir()
    try:
        yield place
    finally:
        rmtree(place, ignore_errors=True)


def quoted(texts: list[str]) -> str:
    """A list of strings in SQL."""
    return "[" + ", ".join("'" + text.replace("'", "''") + "'" for text in texts) + "]"


def one_row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    """The only row of a query of counts."""
    (row,) = connection.execute(sql).fetchall()
    return row
