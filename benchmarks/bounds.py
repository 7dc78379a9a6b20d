"""Do the final values lie inside the bounds given at the deadline? ``python -m benchmarks.bounds``

A generated county is taken in whole, late and corrected reports included. Then every quarter is
asked as of its deadline, when some reports were missing: the bounds given then are held against
the value once all reports were in. Quarters in which a report never came have no final value.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from pipeline import run
from pipeline.indicators.scorecards import default_family
from pipeline.queries import questions
from pipeline.queries.answers import PeriodRef
from pipeline.queries.bounds import Bounds, bounds
from pipeline.queries.worlds import reader_as
from pipeline.sample.county import generate
from pipeline.warehouse.reader import Reader

UNITS, QUARTERS, SEED, DUE_DAYS = 48, 16, 11, 5
AT_LEAST = Decimal("0.95")
CONFIG = Path(__file__).parents[1] / "config"
PLACES = "select distinct unit from unit_tree where has_children and day = $day and root = $root"


@dataclass(frozen=True)
class Case:
    """One value with its bounds at the deadline."""

    period: str
    unit: str
    indicator: str
    between: Bounds
    final: Decimal

    @property
    def inside(self) -> bool:
        """Whether the bounds were right."""
        return self.between.low <= self.final <= self.between.high


def main() -> int:
    """Generate, take in, look back; 1 when too many values lie outside."""
    with tempfile.TemporaryDirectory(prefix="unionkpi-bench-") as scratch:
        folder = Path(scratch)
        print(f"generating {UNITS} unions over {QUARTERS} quarters", flush=True)
        made = generate(folder, run.load([CONFIG]), units=UNITS, periods=QUARTERS, seed=SEED)
        sent = [folder / "inbox", folder / "corrected"]
        run.ingest(sent, [CONFIG, folder / "config"], folder / "data", by_file_time=True)
        reader = Reader(folder / "data")
        cases = [c for code in made.periods[1:] for c in look_back(reader, made.county, code)]
    return report(cases)


def look_back(reader: Reader, county: str, code: str) -> Iterator[Case]:
    """Every bounded value of a quarter as of its deadline, beside what it became."""
    known = questions.nouns(reader)
    at: PeriodRef = known.period(code)
    then = reader_as(reader, at.end + timedelta(days=DUE_DAYS))
    units = [unit for (unit,) in reader.rows(PLACES, {"day": at.end, "root": county})]
    found = bounds(then, list(known.indicators.values()), units, at)
    for (name, family, unit), between in found.items():
        indicator = known.indicators[name]
        if family != default_family(indicator):
            continue
        value = questions.value_of(reader, indicator, unit, at, span="period")
        if value.value is not None and value.data.reported >= value.data.expected:
            yield Case(code, unit, name, between, value.value)
    print(f"  {code}: {len(found)} values had bounds at the deadline", flush=True)


def report(cases: list[Case]) -> int:
    """The misses, then one line."""
    outside = [case for case in cases if not case.inside]
    for case in outside[:20]:
        said = f"{case.final:.2f} not in {case.between.low:.2f} to {case.between.high:.2f}"
        print(f"  outside: {case.indicator} of {case.unit} in {case.period}: {said}")
    share = Decimal(len(cases) - len(outside)) / len(cases) if cases else Decimal(0)
    print(f"backtest-bounds: {100 * share:.1f} % of {len(cases)} final values inside the bounds"
          f" given at the deadline (at least {100 * AT_LEAST:.0f} % wanted)")  # fmt: skip
    return 0 if share >= AT_LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
