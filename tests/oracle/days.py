"""The oracle's own calendar: which spans of days the periods of a year are, from their words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from pipeline.domain.product import CalendarYear

KINDS = {"year": ("", 12), "half": ("H", 6), "quarter": ("Q", 3), "month": ("M", 1)}


@dataclass(frozen=True)
class Asked:
    """A period by its code, alone (``period``) or from its year's first day (``to_date``)."""

    code: str
    span: str
    starts: date
    ends: date


def asked_spans(
    calendars: Mapping[str, CalendarYear], first: date, last: date, kinds: Iterable[str]
) -> Iterator[Asked]:
    """Every period of these kinds (years always) in these calendars that touches some days."""
    for calendar in calendars.values():
        for year in range(first.year - 1, last.year + 2):
            begin = first_day(calendar, year)
            for kind in {*kinds, "year"}:
                letter, months = KINDS[kind]
                for part in range(12 // months):
                    starts = later(begin, months * part)
                    ends = later(begin, months * (part + 1)) - timedelta(days=1)
                    if starts <= last and ends >= first:
                        number = f"{part + 1:02d}" if kind == "month" else str(part + 1)
                        code = f"{calendar.prefix}{year}{letter}{number if letter else ''}"
                        yield Asked(code, "period", starts, ends)
                        yield Asked(code, "to_date", begin, ends)


def first_day(calendar: CalendarYear, year: int) -> date:
    """1 January, or the day the calendar names, maybe in the year before."""
    month, day = calendar.starts.split("-")
    return date(year - int(calendar.year_before), int(month), int(day))


def later(day: date, months: int) -> date:
    """The same day, some months on."""
    for _ in range(months):
        turn = day.month == 12
        day = day.replace(year=day.year + turn, month=1 if turn else day.month + 1)
    return day


def months_between(day: date, last: date) -> Fraction:
    """How many times a month begins after ``day`` up to the day after the last, and of a month
    begun its days of 31."""
    if day >= last:
        return Fraction(0)
    days = [date.fromordinal(n + 1) for n in range(day.toordinal(), last.toordinal() + 1)]
    return Fraction(sum(1 for one in days[1:] if one.day == 1)) + Fraction(
        days[-1].day - days[0].day, 31
    )
