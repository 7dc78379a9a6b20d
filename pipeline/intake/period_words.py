"""Reporting periods in the spellings people use: 2024Q3, 2024年第三季度, 2024年7—9月, 2024.9.

Which years there are is said by the declared calendars. A text that names a calendar (统计年度, or
its prefix before the year) means that one, any other text the first.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from pipeline.domain.period import (
    MONTHS,
    Period,
    UnknownPeriod,
    add_months,
    make_period,
    name_of_year,
    parse_period,
)
from pipeline.domain.product import CalendarYear

NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
USUAL_NAMES = ("统计", "会计")
"""What may stand between a number and 年 even where no calendar is called so."""
PART = (
    r"(?:年度?)?[-/.]?第?[\d一二三四五六七八九十上下][\d一二三四五六七八九十]*(?:[季月半]|[-至到])"
)
NO_PART_BEHIND = rf"(?!\d|[qhm]\d|[-/.]\d|{PART})"
NO_DAY = r"(?:(?<=截至)|(?<=截止)|(?!(?:19|20)\d{2}年\d{1,2}月\d{1,2}(?:[日号](?!止)|$)))"
"""A day names no month, unless something is said to last until it."""
WHOLE_YEAR = re.compile(rf"(?<!\d)(?P<year>(?:19|20)\d{{2}}){NO_PART_BEHIND}")
DASHES = str.maketrans({"—": "-", "–": "-", "―": "-", "−": "-", "~": "-", "～": "-"})


@dataclass(frozen=True)
class Spellings:
    """Patterns of period names, for the calendars of one configuration."""

    code: re.Pattern[str]
    quarter: re.Pattern[str]
    half: re.Pattern[str]
    span: re.Pattern[str]
    month: re.Pattern[str]


@lru_cache(maxsize=4)
def spellings(names: tuple[str, ...], prefixes: tuple[str, ...]) -> Spellings:
    """The patterns for years called ``names`` and codes that begin with ``prefixes``."""
    called = "|".join(re.escape(name) for name in names)
    year = rf"(?<!\d)(?P<year>(?:19|20)\d{{2}})(?:{called})?(?:年度?)?"
    part = r"(?:q[1-4]|h[12]|m\d{1,2})"
    marks = "|".join(re.escape(prefix) for prefix in prefixes if prefix)
    whole = rf"|(?:{marks})(?:19|20)\d{{2}}{NO_PART_BEHIND}" if marks else ""
    return Spellings(
        re.compile(
            rf"(?<![a-z0-9])((?:{marks or '(?!)'})?(?:19|20)\d{{2}}{part}{whole})(?![a-z0-9])"
        ),
        re.compile(
            year
            + r"[-/.]?(?:第?(?P<n>[一二三四1-4])季度?|第?(?P<m>[一二三四1-4])季报|q(?P<q>[1-4]))"
        ),
        re.compile(year + r"[-/.]?(?:(?P<n>[上下])半年|h(?P<q>[12]))"),
        re.compile(
            year + r"[-/.]?(?P<a>\d{1,2})月?(?:份)?[-~至到](?:(?P=year)年)?(?P<b>\d{1,2})月"
        ),
        re.compile(
            rf"{NO_DAY}{year}"
            r"(?:[-/.]?(?P<n>0?[1-9]|1[0-2])月|[-/.](?P<m>0?[1-9]|1[0-2])(?![\d.\-/]))"
        ),
    )


def fold(text: str) -> str:
    """Half-width, lower case, without spaces, every dash a hyphen."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split()).translate(DASHES)


def year_names(calendars: dict[str, CalendarYear]) -> dict[str, str]:
    """Calendar → what its years are called, without 年度: 统计; years as everyone has them, not."""
    names = {key: name_of_year(calendar) for key, calendar in calendars.items()}
    stems = {key: re.sub("年度?$", "", fold(name.zh)) for key, name in names.items() if name}
    return {key: stem for key, stem in stems.items() if stem}


def named_in(folded: str, calendars: dict[str, CalendarYear]) -> str | None:
    """The calendar that a text names by its word or its prefix."""
    for key, stem in year_names(calendars).items():
        if f"{stem}年" in folded:
            return key
    for key, calendar in calendars.items():
        mark = re.escape(calendar.prefix.lower())
        if mark and re.search(rf"(?<![a-z]){mark}(?:19|20)\d{{2}}", folded):
            return key
    return None


def code_in(text: str, calendars: dict[str, CalendarYear]) -> str | None:
    """The code of the first period named in ``text``, not yet checked against a calendar."""
    folded = fold(text).replace("--", "-")
    names = tuple(dict.fromkeys([*USUAL_NAMES, *year_names(calendars).values()]))
    known = spellings(names, tuple(c.prefix.lower() for c in calendars.values()))
    if (match := known.code.search(folded)) is not None:
        return match.group(1).upper()
    named = named_in(folded, calendars)
    key = named or next(iter(calendars))
    prefix = calendars[key].prefix
    for pattern, letter in ((known.quarter, "Q"), (known.half, "H")):
        if (match := pattern.search(folded)) is not None:
            number = next(v for k, v in match.groupdict().items() if k != "year" and v)
            return f"{prefix}{match['year']}{letter}{NUMERALS.get(number) or number}"
    if (match := known.span.search(folded)) is not None:
        months = int(match["a"]), int(match["b"])
        return code_of_months(key, calendars[key], int(match["year"]), months, named is not None)
    if (match := known.month.search(folded)) is not None:
        month = int(match["n"] or match["m"])
        by_name = named is not None
        return code_of_months(key, calendars[key], int(match["year"]), (month, month), by_name)
    if (match := WHOLE_YEAR.search(folded)) is not None:
        return prefix + match["year"]
    return None


def code_of_months(
    key: str, calendar: CalendarYear, year: int, months: tuple[int, int], named: bool
) -> str | None:
    """The period from one month to another: of the calendar's year, or of the year as written.

    A month that begins in the one before (from the 21st to the 20th) is called by its end.
    """
    for kind in MONTHS:
        for of_year in (year,) if named else (year - 1, year, year + 1):
            for index in range(1, 12 // MONTHS[kind] + 1):
                period = make_period(key, calendar, kind, of_year, index)
                first = end_of_first_month(period)
                if (first.month, period.end.month) == months and (named or first.year == year):
                    return period.code
    return None


def end_of_first_month(period: Period) -> date:
    """Last day of the first month of a period."""
    return add_months(period.start, 1) - timedelta(days=1)


def period_code(text: str, calendars: dict[str, CalendarYear]) -> str | None:
    """The code of the period named in ``text``, or None."""
    candidate = code_in(text, calendars)
    if candidate is None:
        return None
    try:
        return parse_period(candidate, calendars).code
    except UnknownPeriod:
        return None
