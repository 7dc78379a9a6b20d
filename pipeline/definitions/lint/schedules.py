"""Rules of schedules: the plan's year, its calendar, and the points on the way."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.definitions.draft import Draft
from pipeline.definitions.spelling import suggestion
from pipeline.domain.finding import Finding
from pipeline.domain.period import PeriodKind, make_period, parts
from pipeline.domain.plan import Plan
from pipeline.domain.product import CalendarYear

YEARS = range(1949, 2100)


def schedules_fit(draft: Draft) -> Iterator[Finding]:
    """The calendar exists; points are parts of the plan's year and rise to at most 100 %."""
    if draft.product is None:
        return
    calendars = draft.product.calendars
    for name, plan in draft.plans.items():
        key = ("plan", name)
        calendar = calendars.get(plan.calendar)
        if calendar is None:
            near = suggestion(plan.calendar, calendars)
            details = {"calendar": plan.calendar, "suggestion": near}
            yield draft.problem("undeclared-calendar", key, ("calendar",), plan.calendar, **details)
            continue
        if (plan.schedule == "points") != bool(plan.points):
            yield draft.problem("schedule-points", key, ("schedule",), plan.schedule)
        yield from _points_rise(draft, plan, calendar)


def years_are_plausible(draft: Draft) -> Iterator[Finding]:
    """A plan is for a year of our time."""
    for name, plan in draft.plans.items():
        if plan.year.value not in YEARS:
            where = ("year", "value")
            yield draft.problem("year-implausible", ("plan", name), where, str(plan.year.value))


def _points_rise(draft: Draft, plan: Plan, calendar: CalendarYear) -> Iterator[Finding]:
    """Yield what is wrong with the points of a schedule."""
    key = ("plan", plan.id)
    ends = _ends_of_parts(plan, calendar)
    dated = []
    for name, share in plan.points.items() if ends else ():
        if name in ends:
            dated.append((ends[name], name, share))
        else:
            near = suggestion(name, ends)
            yield draft.problem("unknown-point", key, ("points", name), name, suggestion=near)
    before = Decimal(0)
    for _, name, share in sorted(dated):
        if not before <= share <= 100:
            yield draft.problem("points-not-rising", key, ("points", name), str(share), point=name)
        before = max(before, share)


def _ends_of_parts(plan: Plan, calendar: CalendarYear) -> dict[str, date]:
    """Return the parts of a plan's year as points name them (H1, Q1, M07) with their ends.

    None when year or calendar are wrong, which other rules say.
    """
    if plan.year.value not in YEARS:
        return {}
    try:
        year = make_period(plan.calendar, calendar, "year", plan.year.value, 1)
    except ValueError:
        return {}
    kinds: tuple[PeriodKind, ...] = ("half", "quarter", "month")
    every = (part for kind in kinds for part in parts(year, kind, calendar))
    return {part.code.removeprefix(year.code): part.end for part in every}
