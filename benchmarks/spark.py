"""Every indicator on a real Spark cluster and on DuckDB, from the same files: ``make spark``.

A nation's facts are generated as Parquet, ``ROWS`` of them (one million; several sizes with
commas between). A Spark standalone cluster is started on loopback, a master and two workers with
a Connect server before it; both engines compute all indicators, every value is compared, and
what was started is stopped again. ``MEMORY`` is what each of Spark's processes may have.
"""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.spark_cluster import NotStarted, check_java, cluster
from benchmarks.spark_facts import nation, unions_for, write_facts
from pipeline.definitions.catalogue import Catalogue, load
from pipeline.distributed.comparison import Compared, compare_lake
from pipeline.distributed.lake import write_lake
from pipeline.distributed.session import connected
from pipeline.warehouse.connection import configure

SIZES = os.environ.get("ROWS", "1000000")
MEMORY = os.environ.get("MEMORY", "3g")


@dataclass(frozen=True)
class Size:
    """One size: its rows on both engines."""

    unions: int
    found: Compared


def main() -> int:
    """Compare every size, print, and return 1 when short of zero differences."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the cluster is stopped, too
    try:
        java = check_java()
        loaded = load(Path("config")).catalogue
        if loaded is None:
            print("spark: the definitions have errors; run unionkpi check")
            return 1
        sizes = list(measured(loaded, [int(size) for size in SIZES.split(",")]))
    except NotStarted as missing:
        print(f"spark: {missing}")
        return 1
    return report(sizes, loaded, java)


def measured(catalogue: Catalogue, sizes: list[int]) -> Iterator[Size]:
    """Start the cluster once, and compare each size."""
    with tempfile.TemporaryDirectory(prefix="unionkpi-spark-") as scratch:
        folder = Path(scratch)
        begun = time.perf_counter()
        with cluster(folder / "cluster", MEMORY) as url, connected(url) as session:
            print(f"Spark {session.version} at {url}, two workers, started in"
                  f" {time.perf_counter() - begun:.0f} s", flush=True)  # fmt: skip
            for size in sizes:
                place = folder / str(size)
                unions = unions_for(catalogue, size)
                generated = nation(catalogue, unions)
                rows = generate(generated, place)
                found = compare_lake(generated, session, place, rows)
                print(f"{found.rows:>12,} rows of {unions} unions, {found.values:,} values:"
                      f" DuckDB {found.seconds_here:.1f} s, Spark {found.seconds_there:.1f} s,"
                      f" {found.differences} differ", flush=True)  # fmt: skip
                for row in found.shown:
                    print(f"  {row}")
                yield Size(unions, found)


def generate(catalogue: Catalogue, place: Path) -> int:
    """Write a lake of generated facts; return its fact rows."""
    place.mkdir()
    with duckdb.connect(str(place / "facts.duckdb")) as source:
        configure(source, place / "spill")
        write_facts(source, catalogue)
        return write_lake(source, catalogue, place / "lake")


def report(sizes: list[Size], catalogue: Catalogue, java: str) -> int:
    """The line of figures."""
    parts = [
        f"{size.found.rows:,} rows {size.found.values:,} values"
        f" DuckDB {size.found.seconds_here:.1f} s Spark {size.found.seconds_there:.1f} s"
        for size in sizes
    ]
    differences = sum(size.found.differences for size in sizes)
    indicators = min(size.found.indicators for size in sizes)
    print(f"spark: {'; '.join(parts)}; {indicators} of {len(catalogue.indicators)} indicators,"
          f" {differences} differences (want 0), Java {java}")  # fmt: skip
    return 0 if differences == 0 and indicators == len(catalogue.indicators) else 1


if __name__ == "__main__":
    sys.exit(main())
