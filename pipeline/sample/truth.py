"""The generator's own figures: its books added up in plain Python, without the engine.

Definitions are repeated here in other words on purpose, so that engine and truth can disagree.
``before`` counts the reports that are in and not withheld, ``after`` also the corrected ones.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.domain.period import Period
from pipeline.sample.books import Report
from pipeline.sample.figures import Part, Window
from pipeline.sample.life import Rows
from pipeline.sample.scene import Scene, Union
from pipeline.sample.true_figures import FIGURES

Sum = Decimal | None
Truth = dict[tuple[str, str, str, str, str], tuple[Sum, Sum]]
"""(variant, indicator, unit, period, span) → numerator, denominator."""
Books = Mapping[str, Mapping[str, Report]]
"""Union → period → report."""


@dataclass(frozen=True)
class Counted:
    """The reports of one union that count in a window, oldest first."""

    union: Union
    reports: tuple[tuple[Period, Report], ...]


@dataclass(frozen=True)
class LeftOut:
    """What does not count: reports (unit, period), and single tables of reports."""

    reports: frozenset[tuple[str, str]]
    tables: frozenset[tuple[str, str, str]] = frozenset()

    def of(self, union: str, quarter: str, report: Report) -> Report:
        """What counts of a report."""
        held = {table for unit, period, table in self.tables if (unit, period) == (union, quarter)}
        return WithoutTables({k: v for k, v in report.items() if k not in held}) if held else report


class TableHeld(Exception):
    """A table of a report is asked for that does not count."""


class WithoutTables(dict[str, Rows]):
    """A report some of whose tables do not count."""

    def __missing__(self, table: str) -> Rows:
        raise TableHeld(table)


def truth(scene: Scene, books: Books, variants: Mapping[str, LeftOut]) -> Truth:
    """Return every figure; ``variants`` say what is left out."""
    found: Truth = {}
    for variant, left_out in variants.items():
        for quarter in scene.quarters:
            for span, first in (("period", quarter.start), ("to_date", quarter.year_start)):
                window = Window(first, quarter.end)
                counted = [count(scene, books, union, window, left_out) for union in scene.unions]
                for indicator, figure in FIGURES.items():
                    numerator = climb(scene, counted, figure.numerator, window)
                    denominator = climb(scene, counted, figure.denominator, window)
                    for unit in (scene.county.code, *(t.code for t in scene.townships)):
                        key = (variant, indicator, unit, quarter.code, span)
                        found[key] = (numerator.get(unit), denominator.get(unit))
    return found


def count(scene: Scene, books: Books, union: Union, window: Window, left_out: LeftOut) -> Counted:
    """Return what a union reported in a window."""
    kept = books[union.code]
    return Counted(
        union,
        tuple(
            (quarter, left_out.of(union.code, quarter.code, kept[quarter.code]))
            for quarter in scene.quarters
            if quarter.code in kept
            and (union.code, quarter.code) not in left_out.reports
            and window.first <= quarter.start
            and quarter.end <= window.last
        ),
    )


def climb(
    scene: Scene, counted: Iterable[Counted], parts: tuple[Part, ...], window: Window
) -> dict[str, Sum]:
    """Return the sums of the county and of every township, as the tree stood in the end."""
    sums: dict[str, Sum] = defaultdict(lambda: None)
    for one in counted:
        for part in parts:
            value = (over_all if part.flow else at_the_end)(one, part.of, window)
            if value is not None:
                for unit in (scene.county.code, one.union.on(window.last).parent):
                    sums[unit] = (sums[unit] or Decimal(0)) + value
    return sums


Of = Callable[[Report, Window], Sum]


def over_all(one: Counted, of: Of, window: Window) -> Sum:
    """Add the reports of a window."""
    values: list[Sum] = []
    for quarter, report in one.reports:
        with suppress(TableHeld):
            values.append(of(report, Window(quarter.start, quarter.end)))
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def at_the_end(one: Counted, of: Of, window: Window) -> Sum:
    """Take the last report of a window, of unions that are open at its end."""
    if not is_open(one.union, window.last):
        return None
    for _, report in reversed(one.reports):
        with suppress(TableHeld):
            return of(report, window)
    return None


def is_open(union: Union, day: date) -> bool:
    """Whether a union exists on a day."""
    closed = union.versions[-1].until
    return closed is None or day <= closed
