"""How far a promise should be on a day, and how its unit's past years went."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from pipeline.domain.plan import Plan, Target
from pipeline.domain.product import CalendarYear
from tests.oracle.days import KINDS, first_day, later

F = Fraction
ONE_DAY = timedelta(days=1)
FINEST = ("month", "quarter", "half")
LETTERS = {letter: months for letter, months in KINDS.values() if letter}


@dataclass(frozen=True)
class Days:
    """First and last day of a promise, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Pace:
    """Percent due at the ends of some days, in order, from the day before the first: 0."""

    points: tuple[tuple[date, Fraction], ...]
    way: str = "linear"
    years: tuple[int, ...] = ()

    def due(self, day: date) -> Fraction:
        """Percent due at the end of a day; a straight line between two points."""
        for (left, low), (right, high) in zip(self.points, self.points[1:], strict=False):
            if day <= right:
                return low + (high - low) * F((day - left).days, (right - left).days)
        return self.points[-1][1]

    def day_for(self, percent: Fraction, days: Days) -> date:
        """The first day for which so much is due, at most the last one."""
        count = (days.last - days.first).days
        due = lambda n: self.due(days.first + n * ONE_DAY)  # noqa: E731 (never falls)
        return days.first + bisect_left(range(count), percent, key=due) * ONE_DAY


@dataclass(frozen=True)
class Point:
    """A value at the end of a part of a year: the first, second, … of its kind."""

    year: int
    part: int
    starts: date
    ends: date
    value: Fraction


@dataclass(frozen=True)
class Past:
    """Values in parts of one kind, oldest first. ``from_zero``: each year begins at nothing;
    ``anew``: each year begins nobody knows where; neither: it goes on from the year before."""

    kind: str
    points: tuple[Point, ...]
    from_zero: bool
    anew: bool

    def gains(self) -> list[tuple[Point, Fraction]]:
        """What each part added, where that can be said."""
        found = []
        for place, point in enumerate(self.points):
            before = self.points[place - 1] if place else None
            if point.part == 1 and self.from_zero:
                found.append((point, point.value))
            elif point.part == 1 and self.anew:
                continue
            elif before is not None and before.ends + ONE_DAY == point.starts:
                found.append((point, point.value - before.value))
        return found

    def best(self, day: date, sign: int) -> Fraction | None:
        """The best gain per day of the parts up to a day, if at least four were seen."""
        gains = [
            sign * gain / ((point.ends - point.starts).days + 1)
            for point, gain in self.gains()
            if point.ends <= day
        ]
        return max(gains) if len(gains) >= 4 and max(gains) > 0 else None

    def learned(self, year: int, sign: int) -> tuple[tuple[Fraction, ...], tuple[int, ...]] | None:
        """Percent of a year's way at the end of each part, and the years it was learned from.

        At most the five latest whole years before that moved the right way, at least two.
        """
        count = 12 // KINDS[self.kind][1]
        at = {(point.year, point.part): point.value for point in self.points}
        ways: dict[int, list[Fraction]] = {}
        for one in sorted({point.year for point in self.points}):
            start = F(0) if self.from_zero else at.get((one - 1, count))
            ends = [at.get((one, part)) for part in range(1, count + 1)]
            if one >= year or start is None or any(end is None for end in ends):
                continue
            way = [end - start for end in ends if end is not None]
            if sign * way[-1] > 0:
                ways[one] = way
        used = dict(list(ways.items())[-5:])
        if len(used) < 2:
            return None
        shares: list[Fraction] = []
        for part in range(count):
            share = 100 * sum(w[part] for w in used.values()) / sum(w[-1] for w in used.values())
            shares.append(max([F(0), *shares, min(F(100), share)]))
        return tuple(shares), tuple(used)


def pace_of(
    plan: Plan,
    calendar: CalendarYear,
    days: Days,
    past: Past | None,
    sign: int,
    *,
    long: bool,
) -> Pace:
    """The plan's schedule: by days, by the points it gives, or learned from the past; ``long``
    promises of several years go by days."""
    begin = days.first - ONE_DAY
    straight = Pace(((begin, F(0)), (days.last, F(100))))
    if long or plan.schedule == "linear":
        return straight
    if plan.schedule == "learned":
        found = past.learned(plan.year.value, sign) if past else None
        if found is None or past is None:
            return straight
        ends = part_ends(calendar, plan.year.value, KINDS[past.kind][1])
        return Pace(((begin, F(0)), *zip(ends, found[0], strict=True)), "learned", found[1])
    given = []
    for name, share in plan.points.items():
        ends = part_ends(calendar, plan.year.value, LETTERS[name[0]])
        given.append((ends[int(name[1:]) - 1], F(share)))
    return Pace(((begin, F(0)), *sorted(given)), "points")


def part_ends(calendar: CalendarYear, year: int, months: int) -> Sequence[date]:
    """The last days of a year's parts of so many months."""
    begin = first_day(calendar, year)
    return [later(begin, months * (n + 1)) - ONE_DAY for n in range(12 // months)]


def held_on(target: Target, day: date) -> Decimal:
    """The value that the latest document set by a day."""
    value = target.value
    for change in target.changes:
        if change.since <= day:
            value = change.value
    return value


def too_few(plan: Plan, expected: int, reported: int) -> bool:
    return bool(expected) and F(100 * reported, expected) < F(plan.thresholds.completeness)
