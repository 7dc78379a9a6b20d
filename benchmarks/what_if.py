"""What a world of late reports costs, from the published figures and anew: ``make bench-what-if``.

A county of generated membership reports is published in which every tenth union has not sent the
last quarter's. Then, in turn, it is asked what would be if one of them, or all of them, sent the
report before again. Each world is made as the product makes it, from the published figures, and
also from every fact, as it is where too much is other; both must be the same, and right. The median
of all turns counts.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import median

import duckdb

from benchmarks import incremental as county
from pipeline import run
from pipeline.indicators.rebuild import rebuild
from pipeline.sample.county import last_quarters
from pipeline.scenarios.definitions import published_catalogue
from pipeline.scenarios.question import Question, Repeat
from pipeline.scenarios.world import compute_all, compute_changed
from pipeline.warehouse.fingerprints import compare
from pipeline.warehouse.publishing import Publication
from pipeline.warehouse.reader import Reader
from pipeline.warehouse.store import Warehouse

QUARTERS, TENTH, TURNS, AT_LEAST = 4, 10, 3, 1.0
WITHDRAWN = ("membership", "submission_section", "submission")
LATE = """
create temp table bench_late as
select submission from submission
where period = ? and cast(substr(unit, length(?) + 1) as bigint) % ? = 0
"""


def main() -> int:
    """Measure, print, and return 1 where the published figures do not save anything."""
    late = len(range(0, county.UNITS, TENTH))
    with tempfile.TemporaryDirectory(prefix="unionkpi-bench-") as scratch:
        reader = publish(Path(scratch))
        saved = {}
        for count, unit in ((1, county.code_of(0)), (late, county.COUNTY)):
            question = Question(changes=(Repeat(unit, county.LAST),))
            there = 100 * (county.UNITS - late + count)
            turns = [both(reader, question, Path(scratch), there) for _ in range(TURNS)]
            quick, anew = (median(column) for column in zip(*turns, strict=True))
            saved[count] = anew / quick
            print(f"{county.UNITS} unions × {QUARTERS} quarters, {count} of them late: world from "
                  f"the published figures {quick:.2f} s, everything anew {anew:.2f} s")  # fmt: skip
    ratios = ", ".join(f"{count} late ×{times:.1f}" for count, times in saved.items())
    print(f"bench-what-if: {county.UNITS} unions, {ratios} quicker (want ≥ {AT_LEAST:g})")
    return 0 if min(saved.values()) >= AT_LEAST else 1


def publish(folder: Path) -> Reader:
    """A county whose last quarter every tenth union still owes."""
    county.write_config(folder / "config")
    catalogue = run.load([folder / "config"])
    with Warehouse.open(folder / "data", catalogue) as warehouse:
        county.fill(warehouse, last_quarters(catalogue, county.LAST, QUARTERS))
        connection = warehouse.connection
        connection.execute(LATE, [county.LAST, county.COUNTY, TENTH])
        for table in WITHDRAWN:
            connection.execute(f"delete from {table} where submission in (from bench_late)")
        rebuild(connection, catalogue)
        warehouse.publish(catalogue)
    return Reader(folder / "data")


def both(reader: Reader, question: Question, folder: Path, there: int) -> tuple[float, float]:
    """Seconds of making a world of ``there`` members from the published figures, and from every
    fact."""
    catalogue = published_catalogue(reader)
    quick, anew = folder / "quick.duckdb", folder / "anew.duckdb"
    times = (
        timed(lambda: compute_changed(reader, question, catalogue, quick)),
        timed(lambda: compute_all(reader, question, catalogue, anew)),
    )
    made = Publication(1, quick.name, datetime.now(), "")
    different = compare(folder, made, anew, folder / "spill").differences
    if different or members(quick) != there:
        raise SystemExit(f"bench-what-if: {members(quick)} members, want {there}; {different}")
    for file in (quick, anew):
        file.unlink()
    return times


def members(world: Path) -> int:
    """The members of the county in a world."""
    with duckdb.connect(str(world), read_only=True) as connection:
        found = connection.execute(county.MEMBERS, [county.COUNTY, county.LAST]).fetchone()
    return int(found[0]) if found else 0


def timed(act: Callable[[], None]) -> float:
    """Seconds that something takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
