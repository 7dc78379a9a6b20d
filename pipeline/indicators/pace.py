"""Pace (序时进度): how far a target should be on a day, and what follows from being behind."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pipeline.domain.period import Period, make_period, parts
from pipeline.domain.plan import Plan, Target
from pipeline.domain.product import CalendarYear
from pipeline.indicators.history import Profile

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Schedule:
    """What part of a plan's year is due on a day, in percent."""

    year: Period
    points: tuple[tuple[date, Decimal], ...]
    """Day → percent due at its end, in order; starts with the day before the year: 0."""
    way: str = "linear"
    """How it came about: linear, points, learned."""
    learned_from: tuple[int, ...] = ()
    """The past years it was learned from."""

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


def schedule_of(
    plan: Plan, year: Period, calendar: CalendarYear, profile: Profile | None = None
) -> Schedule:
    """The plan's schedule: a straight line by days, the points it gives, or its past's profile.

    ``points`` of a plan name the periods of its year (Q1, M07) with the percent due at their
    ends. Where a profile was to be learned and there is none, the line is straight.
    """
    first = date.fromordinal(year.start.toordinal() - 1)
    if plan.schedule == "learned" and profile is not None:
        ends = [part.end for part in parts(year, profile.kind, calendar)]
        learned = zip(ends, profile.shares, strict=True)
        return Schedule(year, ((first, Decimal(0)), *learned), "learned", profile.years)
    if plan.schedule != "points":
        return straight(year)
    days = {}
    for kind in ("quarter", "month", "half"):
        for part in parts(year, kind, calendar):
            days[part.code.removeprefix(f"{calendar.prefix}{year.year}")] = part.end
    given = sorted((days[name], share) for name, share in plan.points.items())
    return Schedule(year, ((first, Decimal(0)), *given), "points")


def straight(span: Period) -> Schedule:
    """The same share every day."""
    first = date.fromordinal(span.start.toordinal() - 1)
    return Schedule(span, ((first, Decimal(0)), (span.end, HUNDRED)))


def span_of(target: Target, plan: Plan, calendar: CalendarYear) -> Period:
    """The days a target is for: its plan's year, or the years it names."""
    year = make_period(plan.calendar, calendar, "year", plan.year.value, 1)
    if target.from_year is None or target.to_year is None:
        return year
    first = make_period(plan.calendar, calendar, "year", target.from_year, 1)
    last = make_period(plan.calendar, calendar, "year", target.to_year, 1)
    code = f"{first.code}-{last.code}"
    return replace(year, code=code, start=first.start, end=last.end, year_start=first.start)
