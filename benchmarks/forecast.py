"""Does the forecast of a year's end beat the straight line? ``python -m benchmarks.forecast``

A generated county's own books, added up without the engine, year by year: in each of the last
years every indicator of the county and its townships is foreseen from each quarter, with nothing
but what was known then. What the rule would not have shown does not count for the forecast.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pipeline import run
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.period import Period
from pipeline.indicators.actuals import restart_of
from pipeline.indicators.forecasting import (
    interval,
    skill_of,
    straight_line,
    trials,
    within,
    year_end,
)
from pipeline.indicators.history import Course
from pipeline.sample.books import keep_books
from pipeline.sample.county import last_quarters
from pipeline.sample.planning import plan_scene
from pipeline.sample.scene import Scene
from pipeline.sample.targets import worth
from pipeline.sample.true_figures import FIGURES
from pipeline.sample.truth import LeftOut, Truth, truth
from pipeline.sample.workforce import with_mergers

UNITS, QUARTERS, SEED, LAST, TESTED = 60, 28, 11, "2024Q4", (2023, 2024)
AT_MOST, HELD = Decimal(1), Decimal("0.7")
"""The forecast's error against the line's, and the share of ends inside the intervals."""
CONFIG = Path(__file__).parents[1] / "config"


@dataclass(frozen=True)
class Case:
    """One forecast that would have been shown."""

    indicator: str
    forecast: Decimal
    line: Decimal
    end: Decimal
    inside: bool

    @property
    def error(self) -> Decimal:
        """What the forecast missed."""
        return abs(self.forecast - self.end)

    @property
    def line_error(self) -> Decimal:
        """What the straight line missed."""
        return abs(self.line - self.end)


def main() -> int:
    """Keep the books, look ahead from every quarter, and say who was nearer."""
    catalogue = run.load([CONFIG])
    quarters = last_quarters(catalogue, LAST, QUARTERS)
    scene = with_mergers(plan_scene(SEED, UNITS, quarters))
    books = {union.code: keep_books(scene, union) for union in scene.unions}
    figures = truth(scene, books, {"after": LeftOut(frozenset())})
    print(f"books of {UNITS} unions over {QUARTERS} quarters", flush=True)
    return report([c for name in FIGURES for c in cases(name, catalogue, scene, figures)])


def cases(name: str, catalogue: Catalogue, scene: Scene, figures: Truth) -> Iterator[Case]:
    """Every forecast of one indicator that would have been shown in the tested years."""
    indicator = catalogue.indicators[name]
    calendar = next(iter(catalogue.calendars.values()))
    span = "to_date" if indicator.accumulates else "period"
    courses: dict[str, Course] = {}
    for unit in (scene.county, *scene.townships):
        points: list[tuple[Period, Decimal]] = []
        for quarter in scene.quarters:
            value = worth(figures["after", name, unit.code, quarter.code, span], indicator)
            if value is not None:
                points.append((quarter, value))
        if points:
            courses[unit.code] = Course("quarter", restart_of(indicator), tuple(points))
    for year in TESTED:
        tried = tuple(trials(list(courses.values()), year, calendar))
        if not skill_of(tried).wins:
            continue
        for course in courses.values():
            end = course.at(f"{year}Q4")
            for position in range(3):
                found = year_end(course, year, position, calendar)
                line = straight_line(course, year, position, calendar)
                if found is None or line is None or end is None:
                    continue
                between = interval(found, tried, position, restart_of(indicator) == "zero")
                if between is None:
                    continue
                percent, every = indicator.unit == "percent", list(courses.values())
                value, low, high = (within(v, every, percent) for v in (found, *between))
                yield Case(name, value, line, end, low <= end <= high)


def report(found: list[Case]) -> int:
    """Indicator by indicator, then one line."""
    names = sorted({case.indicator for case in found})
    nearer, ratios = 0, []
    for name in names:
        mine = [case for case in found if case.indicator == name]
        own, line = sum(c.error for c in mine), sum(c.line_error for c in mine)
        nearer += own < line
        ratio = Decimal(own) / line if line else Decimal(1)
        ratios.append(ratio)
        print(f"  {name}: {len(mine)} forecasts, error {100 * ratio:.0f} % of the line's")
    ratios.sort()
    middle = ratios[len(ratios) // 2] if ratios else Decimal(99)
    held = Decimal(sum(case.inside for case in found)) / len(found) if found else Decimal(0)
    print(f"backtest-forecast: shown for {len(names)} of {len(FIGURES)} indicators, nearer than the"
          f" straight line for {nearer}; {len(found)} forecasts, median error {100 * middle:.0f} %"
          f" of the line's (under 100 wanted), {100 * held:.0f} % of year ends inside the interval"
          f" (at least {100 * HELD:.0f} % wanted)")  # fmt: skip
    return 0 if middle < AT_MOST and nearer * 2 > len(names) and held >= HELD else 1


if __name__ == "__main__":
    sys.exit(main())
