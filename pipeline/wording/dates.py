"""Dates, periods and the data-status line for people."""

from datetime import date, datetime
from typing import Protocol

from pipeline.domain.noun import Language
from pipeline.domain.period import ENGLISH_MONTHS
from pipeline.wording.numbers import ABSENT


class Days(Protocol):
    """A stretch of time with a first and a last day."""

    @property
    def start(self) -> date:
        """First day."""

    @property
    def end(self) -> date:
        """Last day."""


def short_date(day: date | None, language: Language = "zh") -> str:
    """Return a day within a known year: 7月8日, 8 Jul."""
    if day is None:
        return ABSENT
    if language == "zh":
        return f"{day.month}月{day.day}日"
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]}"


def full_date(day: date | None, language: Language = "zh") -> str:
    """Return a day with its year: 2026年7月8日, 8 Jul 2026."""
    if day is None:
        return ABSENT
    short = short_date(day, language)
    return f"{day.year}年{short}" if language == "zh" else f"{short} {day.year}"


def record_date(day: date | None) -> str:
    """Return a day as tables of records show it: 2026-07-08."""
    return ABSENT if day is None else day.isoformat()


def record_moment(moment: datetime | None) -> str:
    """Return a day and its time, where two acts of one day are to be told apart."""
    return ABSENT if moment is None else f"{record_date(moment.date())} {moment:%H:%M}"


def months(period: Days, language: Language = "zh") -> str:
    """Return the months a period spans: 4—6月, Apr–Jun; with years where they differ."""
    first, last = period.start, period.end
    if first.year != last.year:
        if language == "zh":
            return f"{first.year}年{first.month}月—{last.year}年{last.month}月"
        return f"{english_month(first)} {first.year}–{english_month(last)} {last.year}"
    if language == "zh":
        return f"{first.month}月" if first.month == last.month else f"{first.month}—{last.month}月"
    one = english_month(first)
    return one if first.month == last.month else f"{one}–{english_month(last)}"


def english_month(day: date) -> str:
    """Return the month's short English name."""
    return ENGLISH_MONTHS[day.month - 1]


def data_status(
    expected: int, reported: int, as_of: date | None, language: Language = "zh", carried: int = 0
) -> str:
    """Return 应报 42 · 已报 37 · 截至 6月30日, or 37 of 42 reported · as of 30 Jun."""
    if language == "zh":
        pieces = [f"应报 {expected:,}", f"已报 {reported:,}"]
        pieces += [f"结转 {carried:,}"] if carried else []
        pieces += [f"截至 {short_date(as_of, 'zh')}"] if as_of else []
    else:
        pieces = [f"{reported:,} of {expected:,} reported"]
        pieces += [f"{carried:,} carried over"] if carried else []
        pieces += [f"as of {short_date(as_of, 'en')}"] if as_of else []
    return " · ".join(pieces)
