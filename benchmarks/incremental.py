"""What one corrected workbook costs, by how much history is stored: ``make bench-incremental``.

The same county is filled with 4, 8 and 16 quarters of generated membership reports. Then, in
turn, a union of each sends a corrected workbook for the last quarter, and it is timed from the
accepted file to the publication in which the figures of its superiors are right. The median of all
turns counts. What comes before and after (reading the roster and the workbook, the checks over
everything) is in the third column.
"""

import csv
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from shutil import copytree
from statistics import median

from pipeline import run
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.period import Period
from pipeline.indicators.rebuild import rebuild
from pipeline.sample.county import last_quarters
from pipeline.sample.roster_file import COLUMNS
from pipeline.templates.content import SheetContent
from pipeline.templates.workbook import write_workbook
from pipeline.warehouse import publishing
from pipeline.warehouse.reader import Reader
from pipeline.warehouse.store import Warehouse

CONFIG = Path(__file__).parents[1] / "config"
UNITS = int(os.environ.get("UNITS", "3000"))
HISTORY = (4, 8, 16)
LAST, TURNS, AT_MOST = "2024Q4", 7, 1.3
COUNTY, TOWNSHIPS = "X", max(1, UNITS // 50)
MEMBERS = """
select numerator from indicator_value
where indicator = 'members_total' and segment = '' and unit = ? and period = ? and span = 'period'
"""
FILL = """
insert into submission
select q.n * ? + u.n, 'generated', 'membership', '2025', u.code, q.code, 1, 'accepted',
       q.received, true, 6, 6
from bench_quarter as q, bench_union as u order by q.n, u.n;
"""


@dataclass(frozen=True)
class Cost:
    """Seconds and processor seconds from the accepted file to the publication, and seconds of the
    whole import."""

    published: float
    processor: float
    whole: float


def main() -> int:
    """Measure, print, and return 1 when the cost grows with the history."""
    publishing.SMALLEST_WHOLE = 0  # deltas, however small the warehouse is beside them
    publishing.LARGEST_DELTA = 100
    with tempfile.TemporaryDirectory(prefix="unionkpi-bench-") as scratch:
        counties = {quarters: Path(scratch) / str(quarters) for quarters in HISTORY}
        rebuilt = {quarters: make(folder, quarters) for quarters, folder in counties.items()}
        turns: dict[int, list[Cost]] = {quarters: [] for quarters in HISTORY}
        for turn in range(1, TURNS + 1):
            for quarters, folder in counties.items():
                turns[quarters].append(correct(folder, quarters, turn))
    costs = {quarters: middle(found) for quarters, found in turns.items()}
    for quarters, said in costs.items():
        print(f"{UNITS} unions × {quarters:2} quarters: published after {said.published:.2f} s "
              f"({said.processor:.2f} s processor), whole import {said.whole:.2f} s, "
              f"full rebuild and copy {rebuilt[quarters]:.2f} s")  # fmt: skip
    grown = grows(cost.published for cost in costs.values())
    used = grows(cost.processor for cost in costs.values())
    seconds = ", ".join(f"{n} quarters {costs[n].published:.2f} s" for n in HISTORY)
    print(f"bench-incremental: {UNITS} unions, {seconds}; ×{grown:.2f} (want ≤ {AT_MOST:g}),"
          f" processor ×{used:.2f}")  # fmt: skip
    return 0 if grown <= AT_MOST else 1


def grows(costs: Iterable[float]) -> float:
    """How many times the cost of the longest history, or of any, is that of the shortest."""
    first, *others = costs
    return max(others) / first


def middle(turns: list[Cost]) -> Cost:
    """The medians."""
    return Cost(
        median(turn.published for turn in turns),
        median(turn.processor for turn in turns),
        median(turn.whole for turn in turns),
    )


def make(folder: Path, quarters: int) -> float:
    """Fill a warehouse; return the seconds of computing and publishing everything."""
    write_config(folder / "config")
    catalogue = run.load([folder / "config"])
    with Warehouse.open(folder / "data", catalogue) as warehouse:
        fill(warehouse, last_quarters(catalogue, LAST, quarters))
        begun = time.perf_counter()
        rebuild(warehouse.connection, catalogue)
        warehouse.publish(catalogue)
        return time.perf_counter() - begun


def correct(folder: Path, quarters: int, turn: int) -> Cost:
    """Correct one report, and see that it is right at the top."""
    catalogue = run.load([folder / "config"])
    period = last_quarters(catalogue, LAST, quarters)[-1]
    data = folder / "data"
    before = members(data, COUNTY, period)
    path = folder / f"corrected-{turn}.xlsx"
    corrected(path, catalogue, period, 100 + turn)
    with timed() as stages:
        begun = time.perf_counter()
        run.ingest([path], [folder / "config"], data)
        whole = time.perf_counter() - begun
    after = members(data, COUNTY, period)
    if after != before + 1 or Reader(data).publication.whole is None:
        raise SystemExit(f"bench-incremental: {before} + 1 members became {after}")
    return Cost(sum(wall for wall, _ in stages), sum(used for _, used in stages), whole)


@contextmanager
def timed() -> Iterator[list[tuple[float, float]]]:
    """Collect the seconds of storing, computing and publishing inside an import, and those of the
    processor."""
    seconds: list[tuple[float, float]] = []

    def clocked(function: object) -> object:
        def call(*given: object, **named: object) -> object:
            begun, used = time.perf_counter(), time.process_time()
            try:
                return function(*given, **named)  # type: ignore[operator]
            finally:
                seconds.append((time.perf_counter() - begun, time.process_time() - used))

        return call  # fmt: skip

    kept = (run.compute, Warehouse.store, Warehouse.publish)
    run.compute = clocked(run.compute)  # type: ignore[assignment]
    Warehouse.store = clocked(Warehouse.store)  # type: ignore[assignment,method-assign]
    Warehouse.publish = clocked(Warehouse.publish)  # type: ignore[assignment,method-assign]
    try:
        yield seconds
    finally:
        run.compute, Warehouse.store, Warehouse.publish = kept  # type: ignore[method-assign]


def members(data: Path, unit: str, period: Period) -> int:
    """The published number of members of a unit."""
    return int(str(Reader(data).rows(MEMBERS, [unit, period.code])[0][0]).split(".")[0])


def code_of(number: int) -> str:
    """The code of a union."""
    return f"{COUNTY}{number:07d}"


def write_config(folder: Path) -> None:
    """The product's definitions; unions under townships owe the membership form alone."""
    for part in ("forms", "indicators"):
        copytree(CONFIG / part, folder / part)
    product = (CONFIG / "product.yml").read_text(encoding="utf-8")
    owed = "grassroots:\n    name: {zh: 会员, en: Members}\n    forms: [membership]\n"
    start, end = product.index("grassroots:\n    name"), product.index("  documents_")
    (folder / "product.yml").write_text(product[:start] + owed + product[end:], encoding="utf-8")
    with (folder / "org_units.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        above = {"generated": "true"}
        writer.writerow({**above, "code": COUNTY, "name_zh": "甲县总工会", "name_en": "County",
                         "level": "county"})  # fmt: skip
        for n in range(TOWNSHIPS):
            writer.writerow({**above, "code": f"T{n}", "name_zh": f"第{n}乡镇工会",
                             "name_en": f"Township {n}", "level": "township",
                             "parent": COUNTY})  # fmt: skip
        for n in range(UNITS):
            writer.writerow({**above, "code": code_of(n), "name_zh": f"第{n}号基层工会",
                             "name_en": f"Union {n}", "level": "grassroots",
                             "parent": f"T{n * TOWNSHIPS // UNITS}", "form_set": "grassroots",
                             "frequency": "quarter", "ownership": "state",
                             "unit_type": "single", "sector": ""})  # fmt: skip


def fill(warehouse: Warehouse, periods: Sequence[Period]) -> None:
    """Put one accepted membership report per union and quarter into the tables."""
    connection = warehouse.connection
    connection.execute("create temp table bench_quarter (n int, code text, received timestamp)")
    connection.executemany(
        "insert into bench_quarter values (?, ?, ?)",
        [(n, p.code, p.end + timedelta(days=5)) for n, p in enumerate(periods)],
    )
    connection.execute(
        "create temp table bench_union as"
        f" select i + 1 as n, '{COUNTY}' || lpad(i::varchar, 7, '0') as code"
        f" from range({UNITS}) as unions(i)"
    )
    connection.execute(FILL, [UNITS])
    connection.execute(
        "insert into archive_file values ('generated', 'generated', 0, now()::timestamp, null,"
        " 'accepted', 1)"
    )
    connection.execute(
        "insert into submission_section select submission, 'membership', 's', 'card', '{}',"
        " 1, 1, 0, 0, 0 from submission"
    )
    connection.execute(
        "insert into membership by name select submission, 6 as source_row, unit, period,"
        " 150 as employees_total, 100 as members_total, 90 as members_employed,"
        " 10 as members_non_employed, 0 as members_new, 0 as members_left from submission"
    )


def corrected(path: Path, catalogue: Catalogue, period: Period, members_total: int) -> None:
    """Write the workbook of the first union with other members."""
    row = {
        "employees_total": 150, "members_total": members_total, "members_employed": 90,
        "members_non_employed": members_total - 90, "members_new": members_total - 100,
        "members_left": 0,
    }  # fmt: skip
    unit = catalogue.unit_versions(code_of(0))[-1]
    write_workbook(path, catalogue, [SheetContent("membership", "main", [row])], unit, period)


if __name__ == "__main__":
    sys.exit(main())
