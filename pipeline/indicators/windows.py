"""Time windows: every period that is asked for, alone (``period``) or from its year's start.

A report belongs to a window when its own period lies wholly inside. Nothing else in the engine
knows what a quarter is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipeline.domain.period import MONTHS, Period, PeriodKind, make_period
from pipeline.domain.product import CalendarYear


@dataclass(frozen=True)
class Window:
    """``number`` joins the tables; ``starts`` and ``ends`` are days, both included."""

    number: int
    period: Period
    span: str
    starts: date
    ends: date


def windows(
    calendars: dict[str, CalendarYear], first: date, last: date, kinds: Iterable[PeriodKind]
) -> tuple[Window, ...]:
    """Every window of ``kinds`` (years always) that touches the days from first to last."""
    found: list[Window] = []
    for key, calendar in calendars.items():
        for period in periods_of(key, calendar, first, last, {*kinds, "year"}):
            found.append(Window(len(found) + 1, period, "period", period.start, period.end))
            starts = period.year_start
            found.append(Window(len(found) + 1, period, "to_date", starts, period.end))
    return tuple(found)


def periods_of(
    key: str, calendar: CalendarYear, first: date, last: date, kinds: Iterable[PeriodKind]
) -> list[Period]:
    """Periods of one calendar that touch the days from first to last, in order."""
    found = []
    for kind in kinds:
        for year in range(first.year - 1, last.year + 2):
            for index in range(1, 12 // MONTHS[kind] + 1):
                period = make_period(key, calendar, kind, year, index)
                if period.start <= last and period.end >= first:
                    found.append(period)
    return sorted(found)
