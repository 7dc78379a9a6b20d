"""A unit's own past: how its years were filled, and the best it ever did in a period.

Only periods whose reports were complete enough count: half the unions missing would look like
a fall, and their return like a leap.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Literal

from pipeline.domain.period import MONTHS, Period, PeriodKind, make_period
from pipeline.domain.product import CalendarYear

HUNDRED = Decimal(100)
FINEST_FIRST: tuple[PeriodKind, ...] = ("month", "quarter", "half")
FEWEST_YEARS = 2
"""Complete past years without which no profile is learned."""
MOST_YEARS = 5
"""Complete past years that a profile is learned from, the latest ones."""
FEWEST_STEPS = 4
"""Periods without which nothing is said about the best pace ever seen: a year of quarters."""

Restart = Literal["zero", "unknown", "never"]
"""What a year begins with: a sum with zero, a rate of the year so far with nothing known, a
stock goes on from the year before."""


@dataclass(frozen=True)
class Course:
    """Values at the ends of periods of one kind, in the target's unit, oldest first."""

    kind: PeriodKind
    restart: Restart
    points: tuple[tuple[Period, Decimal], ...]

    def at(self, code: str) -> Decimal | None:
        """The value at the end of a period; None when it is absent or too incomplete."""
        return next((value for period, value in self.points if period.code == code), None)


@dataclass(frozen=True)
class Profile:
    """How a unit's past years were filled: percent of the year's way at each period's end."""

    kind: PeriodKind
    years: tuple[int, ...]
    shares: tuple[Decimal, ...]


def steps(course: Course) -> list[tuple[Period, Decimal]]:
    """What each period added, where it is known."""
    found = []
    before: tuple[Period, Decimal] | None = None
    for period, value in course.points:
        begins = period.start == period.year_start
        if begins and course.restart == "zero":
            found.append((period, value))
        elif (
            before is not None
            and follows(before[0], period)
            and not (begins and course.restart == "unknown")
        ):
            found.append((period, value - before[1]))
        before = (period, value)
    return found


def follows(before: Period, after: Period) -> bool:
    """Whether one period begins on the day after the other."""
    return after.start.toordinal() == before.end.toordinal() + 1


def best_per_day(course: Course, until: date, sign: int) -> Fraction | None:
    """The most that any period until a day added, per day; None when too few were seen.

    ``sign`` is -1 where less is better. None also when no period brought the value any nearer.
    """
    seen = [
        Fraction(sign * step) / ((period.end - period.start).days + 1)
        for period, step in steps(course)
        if period.end <= until
    ]
    return max(seen) if len(seen) >= FEWEST_STEPS and max(seen) > 0 else None


def learn(course: Course, before: int, sign: int, calendar: CalendarYear) -> Profile | None:
    """Return the profile of the complete years before a year; None when there are too few.

    A year counts when all its periods (for a stock or a rate also the end of the year before)
    are known and it moved the target's way. Share = changes since the years' starts added ÷ the
    years' whole changes added: a ratio of sums, so that a poor year does not count as much as a
    rich one. Shares never fall and lie between 0 and 100.
    """
    ways = {}
    for year in sorted({period.year for period, _ in course.points if period.year < before}):
        way = way_of(course, year, calendar)
        if way is not None and sign * way[-1] > 0:
            ways[year] = way
    years = tuple(ways)[-MOST_YEARS:]
    if len(years) < FEWEST_YEARS:
        return None
    whole = sum((ways[year][-1] for year in years), Decimal(0))
    shares: list[Decimal] = []
    for position in range(12 // MONTHS[course.kind]):
        part = sum((ways[year][position] for year in years), Decimal(0))
        so_far = shares[-1] if shares else Decimal(0)
        shares.append(min(max(HUNDRED * part / whole, so_far), HUNDRED))
    return Profile(course.kind, years, tuple(shares))


def way_of(course: Course, year: int, calendar: CalendarYear) -> tuple[Decimal, ...] | None:
    """How far a year had come at each period's end; None when any of it is unknown."""
    key = course.points[0][0].calendar
    count = 12 // MONTHS[course.kind]
    periods = [make_period(key, calendar, course.kind, year, i + 1) for i in range(count)]
    values = [course.at(period.code) for period in periods]
    start: Decimal | None = Decimal(0)
    if course.restart != "zero":
        start = course.at(make_period(key, calendar, course.kind, year - 1, count).code)
    if start is None or any(value is None for value in values):
        return None
    return tuple(value - start for value in values if value is not None)


def choose_course(
    by_kind: Mapping[PeriodKind, Sequence[tuple[Period, Decimal]]], restart: Restart
) -> Course | None:
    """The course in the finest kind of period in which the indicator is reported."""
    for kind in FINEST_FIRST:
        if by_kind.get(kind):
            return Course(kind, restart, tuple(sorted(by_kind[kind])))
    return None


def unreachable_on(
    way: Iterable[tuple[date, Decimal]], goal: Decimal, end: date, best: Fraction
) -> date | None:
    """The first day at whose end ``goal`` is out of reach even at the best pace ever seen.

    ``way``: how far one was at the ends of some days, in order, the last of them today; between
    them in a straight line, after them standing still. ``best`` is above zero, per day. None
    when the goal is reached already. Fractions, so that the best pace itself is just in time.
    """
    points = [(day, Fraction(value)) for day, value in way]
    now = points[-1][1]
    if now >= goal:
        return None
    before: tuple[date, Fraction] | None = None
    for day, value in points:
        spare = value + best * (end - day).days - Fraction(goal)
        if spare < 0:
            return crossing(before, (day, spare))
        before = (day, spare)
    return date.fromordinal(end.toordinal() - ceil((Fraction(goal) - now) / best) + 1)


def crossing(before: tuple[date, Fraction] | None, after: tuple[date, Fraction]) -> date:
    """The first day after ``before`` on which a falling straight line is below zero."""
    if before is None:
        return after[0]
    (first, high), (last, low) = before, after
    days = int(high * (last - first).days // (high - low)) + 1
    return date.fromordinal(first.toordinal() + days)
