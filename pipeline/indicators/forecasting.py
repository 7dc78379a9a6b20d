"""Forecast of a year's end from a unit's course so far and its own past years.

A sum: what stands there ÷ the share that the past years had reached by then (ratio of sums). A
stock or a rate: what stands there + what the past years still changed from then on, on average.
The naive line to beat: a sum and a stock go on as they did since the year's start, a rate of the
year so far stays where it is. Whoever does not beat it is not shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.period import MONTHS, Period, make_period
from pipeline.domain.product import CalendarYear
from pipeline.indicators.history import FEWEST_YEARS, MOST_YEARS, Course, way_of

FEWEST_CASES = 6
"""Forecasts that must have been tried before one is shown."""
WORST = Decimal("0.5")
"""A forecast that missed by more than this part of what came is not shown, whatever it beat."""
MIDDLE = Decimal("0.8")
"""The part of the past errors that the interval holds."""


@dataclass(frozen=True)
class Trial:
    """A forecast of a past year from one of its periods, as it would have been made then."""

    position: int
    forecast: Decimal
    line: Decimal
    end: Decimal


@dataclass(frozen=True)
class Skill:
    """How forecasts did: sums of absolute errors, of the forecast and of the straight line."""

    cases: int
    error: Decimal
    line_error: Decimal
    size: Decimal
    """Sum of what came in the end, without signs."""

    @property
    def wins(self) -> bool:
        """Whether the forecast may be shown: tried often enough, better, and not mostly wrong."""
        tried = self.cases >= FEWEST_CASES and self.size > 0
        return tried and self.error < self.line_error and self.error < WORST * self.size


def period_at(course: Course, year: int, position: int, calendar: CalendarYear) -> Period:
    """The period of a year, counted from 0, in the course's calendar and kind."""
    key = course.points[0][0].calendar
    return make_period(key, calendar, course.kind, year, position + 1)


def past_ways(course: Course, year: int, calendar: CalendarYear) -> list[tuple[Decimal, ...]]:
    """How the latest complete years before a year went, at most five."""
    years = sorted({period.year for period, _ in course.points if period.year < year})
    ways = [way for y in years if (way := way_of(course, y, calendar)) is not None]
    return ways[-MOST_YEARS:]


def year_end(course: Course, year: int, position: int, calendar: CalendarYear) -> Decimal | None:
    """The year's end as foreseen at the end of a period; None when too little is known."""
    now = course.at(period_at(course, year, position, calendar).code)
    ways = past_ways(course, year, calendar)
    if now is None or len(ways) < FEWEST_YEARS:
        return None
    if course.restart == "zero":
        part = sum((way[position] for way in ways), Decimal(0))
        whole = sum((way[-1] for way in ways), Decimal(0))
        return now * whole / part if part > 0 else None
    rest = sum((way[-1] - way[position] for way in ways), Decimal(0))
    return now + rest / len(ways)


def straight_line(
    course: Course, year: int, position: int, calendar: CalendarYear
) -> Decimal | None:
    """The year's end if everything went on evenly; None when its start is not known."""
    period = period_at(course, year, position, calendar)
    now = course.at(period.code)
    if now is None or course.restart == "unknown":
        return now
    start: Decimal | None = Decimal(0)
    if course.restart == "never":
        last = 12 // MONTHS[course.kind] - 1
        start = course.at(period_at(course, year - 1, last, calendar).code)
    if start is None:
        return None
    last_day = period_at(course, year, 12 // MONTHS[course.kind] - 1, calendar).end
    days = (last_day - period.year_start).days + 1
    passed = (period.end - period.year_start).days + 1
    return start + (now - start) * days / passed


def trials(courses: Sequence[Course], before: int, calendar: CalendarYear) -> Iterator[Trial]:
    """Every forecast that could have been made in the years before a year."""
    for course in courses:
        last = 12 // MONTHS[course.kind] - 1
        for year in sorted({p.year for p, _ in course.points if p.year < before}):
            end = course.at(period_at(course, year, last, calendar).code)
            for position in range(last if end is not None else 0):
                found = year_end(course, year, position, calendar)
                line = straight_line(course, year, position, calendar)
                if found is not None and line is not None and end is not None:
                    yield Trial(position, found, line, end)


def skill_of(tried: Sequence[Trial]) -> Skill:
    """The errors of all trials, added."""
    return Skill(
        len(tried),
        sum((abs(t.forecast - t.end) for t in tried), Decimal(0)),
        sum((abs(t.line - t.end) for t in tried), Decimal(0)),
        sum((abs(t.end) for t in tried), Decimal(0)),
    )


def interval(
    foreseen: Decimal, tried: Sequence[Trial], position: int, as_ratio: bool
) -> tuple[Decimal, Decimal] | None:
    """Low and high around a forecast: the middle of the past errors from the same position.

    Errors are ratios for sums and differences for stocks and rates. The ends are taken outwards,
    so that few trials give the whole range of their errors; the forecast itself lies inside.
    """
    mine = [t for t in tried if t.position == position and (t.forecast or not as_ratio)]
    if not mine:
        return None
    errors = sorted(t.end / t.forecast if as_ratio else t.end - t.forecast for t in mine)
    cut = int(len(errors) * (1 - MIDDLE) / 2)
    low, high = errors[cut], errors[-1 - cut]
    ends = (foreseen * low, foreseen * high) if as_ratio else (foreseen + low, foreseen + high)
    return min(*ends, foreseen), max(*ends, foreseen)


def within(value: Decimal, courses: Sequence[Course], percent: bool) -> Decimal:
    """A value brought back to where it can lie: nothing below 0 or, in percent, above 100.

    Only where no value of the past was there either.
    """
    known = [v for course in courses for _, v in course.points]
    if min(known) >= 0:
        value = max(value, Decimal(0))
    return min(value, Decimal(100)) if percent and max(known) <= 100 else value
