"""Pace (序时进度): how far a target should be on a day, and what follows from being behind."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.domain.period import Period, parts
from pipeline.domain.plan import Plan
from pipeline.domain.product import CalendarYear

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Schedule:
    """What part of a plan's year is due on a day, in percent."""

    year: Period
    points: tuple[tuple[date, Decimal], ...]
    """Day → percent due at its end, in order; starts with the day before the year: 0."""

    def due_on(self, day: date) -> Decimal:
        """Percent due at the end of ``day``, in a straight line between the points."""
        before = self.points[0]
        for point in self.points:
            if point[0] >= day:
                return between(before, point, day)
            before = point
        return self.points[-1][1]

    def day_when_due(self, percent: Decimal) -> date:
        """The first day at whose end ``percent`` is due; the year's last day if never."""
        for offset in range((self.year.end - self.year.start).days + 1):
            day = date.fromordinal(self.year.start.toordinal() + offset)
            if self.due_on(day) >= percent:
                return day
        return self.year.end


def between(left: tuple[date, Decimal], right: tuple[date, Decimal], day: date) -> Decimal:
    """Percent due on a day between two points of a schedule."""
    span = (right[0] - left[0]).days
    if span == 0:
        return right[1]
    return left[1] + (right[1] - left[1]) * (day - left[0]).days / span


def schedule_of(plan: Plan, year: Period, calendar: CalendarYear) -> Schedule:
    """The plan's schedule: a straight line by days, or the points it gives per period.

    ``points`` of a plan name the periods of its year (Q1, M07) with the percent due at their
    ends.
    """
    first = date.fromordinal(year.start.toordinal() - 1)
    if plan.schedule == "linear":
        return Schedule(year, ((first, Decimal(0)), (year.end, HUNDRED)))
    ends = {}
    for kind in ("quarter", "month", "half"):
        for part in parts(year, kind, calendar):
            ends[part.code.removeprefix(f"{calendar.prefix}{year.year}")] = part.end
    given = sorted((ends[name], share) for name, share in plan.points.items())
    return Schedule(year, ((first, Decimal(0)), *given))
