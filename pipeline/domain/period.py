"""Period: a year, half-year, quarter or month of a named calendar.

Codes: ``2024``, ``2024H1``, ``2024Q3``, ``2024M07``; a calendar's prefix stands in front
(``SY2024Q3`` of the statistical year, 1 October to 30 September).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from typing import Literal

from pipeline.domain.noun import Bilingual, Language
from pipeline.domain.product import CalendarYear

PeriodKind = Literal["year", "half", "quarter", "month"]
MONTHS: dict[PeriodKind, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}
LETTERS: dict[str, PeriodKind] = {"H": "half", "Q": "quarter", "M": "month"}
YEARS = range(1900, 3000)
"""Years that may be meant: 9999 is a slip, and has no day after it."""
CODE = re.compile(r"([A-Z]*?)(\d{4})(?:([HQM])(\d{1,2}))?")
JAN_TO_JUN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun")
ENGLISH_MONTHS = (*JAN_TO_JUN, "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CHINESE_NUMERALS = ("一", "二", "三", "四")


@total_ordering
@dataclass(frozen=True)
class Period:
    """A span of whole months; periods sort by start, shorter ones first."""

    code: str
    calendar: str
    kind: PeriodKind
    year: int
    index: int
    start: date
    end: date
    year_start: date
    year_name: Bilingual | None = None
    """What a year is called that does not begin on 1 January: 统计年度, statistical year."""

    def __lt__(self, other: "Period") -> bool:
        return (self.start, self.end, self.code) < (other.start, other.end, other.code)

    def contains(self, other: "Period") -> bool:
        """Whether every day of ``other`` lies in this period."""
        return self.start <= other.start and other.end <= self.end

    def label(self, language: Language) -> str:
        """A short name for people: 2024年第三季度, Q3 2024."""
        if language == "zh":
            return f"{self.year}{self.year_name.zh if self.year_name else '年'}{self._part_zh()}"
        year = f"{self.year_name.en} {self.year}" if self.year_name else str(self.year)
        return self._part_en() + year

    def _part_zh(self) -> str:
        if self.kind == "half":
            return ("上半年", "下半年")[self.index - 1]
        if self.kind == "quarter":
            return f"第{CHINESE_NUMERALS[self.index - 1]}季度"
        return f"{self.start.month}月" if self.kind == "month" else ""

    def _part_en(self) -> str:
        if self.kind == "month":
            return f"{ENGLISH_MONTHS[self.start.month - 1]} "
        return "" if self.kind == "year" else f"{self.kind[0].upper()}{self.index} "


class UnknownPeriod(ValueError):
    """The text is not a period code of any calendar."""


def parse_period(code: str, calendars: dict[str, CalendarYear]) -> Period:
    """Return the period that ``code`` names. Raises UnknownPeriod."""
    match = CODE.fullmatch(code.strip().upper())
    if match is None:
        raise UnknownPeriod(code)
    prefix, year_text, letter, index_text = match.groups()
    calendar = next((k for k, c in calendars.items() if c.prefix == prefix), None)
    if calendar is None:
        raise UnknownPeriod(code)
    kind: PeriodKind = LETTERS[letter] if letter else "year"
    year, index = int(year_text), int(index_text) if index_text else 1
    if year not in YEARS or not 1 <= index <= 12 // MONTHS[kind]:
        raise UnknownPeriod(code)
    return make_period(calendar, calendars[calendar], kind, year, index)


def make_period(
    key: str, calendar: CalendarYear, kind: PeriodKind, year: int, index: int
) -> Period:
    """Return period number ``index`` of its kind in ``year`` of a calendar."""
    month, day = (int(part) for part in calendar.starts.split("-"))
    first = date(year - 1 if calendar.year_before else year, month, day)
    start = add_months(first, (index - 1) * MONTHS[kind])
    end = add_months(start, MONTHS[kind]) - timedelta(days=1)
    letter = {"year": "", "half": "H", "quarter": "Q", "month": "M"}[kind]
    number = "" if kind == "year" else f"{index:02d}" if kind == "month" else str(index)
    code = f"{calendar.prefix}{year}{letter}{number}"
    return Period(code, key, kind, year, index, start, end, first, name_of_year(calendar))


def name_of_year(calendar: CalendarYear) -> Bilingual | None:
    """The calendar's name without what stands in brackets; None for years as everyone has them."""
    if calendar.starts == "01-01":
        return None
    zh, en = (re.split(r"\s*[（(]", text)[0] for text in (calendar.name.zh, calendar.name.en))
    return Bilingual(zh=zh, en=en[:1].lower() + en[1:])


def period_containing(day: date, kind: PeriodKind, key: str, calendar: CalendarYear) -> Period:
    """Return the period of ``kind`` in which ``day`` lies."""
    for year in (day.year - 1, day.year, day.year + 1):
        for index in range(1, 12 // MONTHS[kind] + 1):
            period = make_period(key, calendar, kind, year, index)
            if period.start <= day <= period.end:
                return period
    raise UnknownPeriod(str(day))


def parts(period: Period, kind: PeriodKind, calendar: CalendarYear) -> tuple[Period, ...]:
    """Return the periods of ``kind`` that lie in ``period``, in order."""
    of_year = (
        make_period(period.calendar, calendar, kind, period.year, i)
        for i in range(1, 12 // MONTHS[kind] + 1)
    )
    return tuple(p for p in of_year if period.contains(p))


def previous(period: Period, calendar: CalendarYear) -> Period:
    """Return the period of the same kind just before."""
    if period.index > 1:
        return make_period(period.calendar, calendar, period.kind, period.year, period.index - 1)
    last = 12 // MONTHS[period.kind]
    return make_period(period.calendar, calendar, period.kind, period.year - 1, last)


def add_months(day: date, months: int) -> date:
    """Return the same day of the month, ``months`` later (calendars start on day 1 to 28)."""
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, day.day)
