"""Reporting periods in the spellings people use: 2024Q3, 2024年第三季度, 2024年7—9月, 2024.9."""

import re
import unicodedata

from pipeline.domain.period import UnknownPeriod, parse_period
from pipeline.domain.product import CalendarYear

NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
YEAR = r"(?<!\d)(?P<year>(?:19|20)\d{2})(?:统计|会计)?(?:年度?)?"
STATISTICAL = re.compile("统计年")
CODE = re.compile(r"(?<![a-z0-9])([a-z]{0,3}(?:19|20)\d{2}(?:q[1-4]|h[12]|m\d{1,2}))(?![a-z0-9])")
QUARTER = re.compile(
    YEAR + r"[-/.]?(?:第?(?P<n>[一二三四1-4])季度?|第?(?P<m>[一二三四1-4])季报|q(?P<q>[1-4]))"
)
HALF = re.compile(YEAR + r"[-/.]?(?:(?P<n>[上下])半年|h(?P<q>[12]))")
SPAN = re.compile(YEAR + r"[-/.]?(?P<a>\d{1,2})月?(?:份)?[-~至到](?:(?P=year)年)?(?P<b>\d{1,2})月")
MONTH = re.compile(
    YEAR + r"(?:[-/.]?(?P<n>0?[1-9]|1[0-2])月|[-/.](?P<m>0?[1-9]|1[0-2])(?![\d.\-/]))"
)
PART = (
    r"(?:年度?)?[-/.]?第?[\d一二三四五六七八九十上下][\d一二三四五六七八九十]*(?:[季月半]|[-至到])"
)
WHOLE_YEAR = re.compile(rf"(?<!\d)(?P<year>(?:19|20)\d{{2}})(?!\d|[qhm]\d|[-/.]\d|{PART})")
SPANS = {
    (1, 12): "", (1, 6): "H1", (7, 12): "H2",
    (1, 3): "Q1", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4",
}  # fmt: skip
DASHES = str.maketrans({"—": "-", "–": "-", "―": "-", "−": "-", "~": "-", "～": "-"})


def fold(text: str) -> str:
    """Half-width, lower case, without spaces, every dash a hyphen."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split()).translate(DASHES)


def code_in(text: str) -> str | None:
    """The code of the first period named in ``text``, not yet checked against a calendar."""
    folded = fold(text).replace("--", "-")
    if (match := CODE.search(folded)) is not None:
        return match.group(1).upper()
    suffix = suffix_in(folded)
    if suffix is None:
        return None
    return ("SY" if STATISTICAL.search(folded) else "") + suffix


def suffix_in(folded: str) -> str | None:
    """Year and part, such as 2024Q3, from words."""
    for pattern, letter in ((QUARTER, "Q"), (HALF, "H")):
        if (match := pattern.search(folded)) is not None:
            number = next(v for k, v in match.groupdict().items() if k != "year" and v)
            return f"{match['year']}{letter}{NUMERALS.get(number) or number}"
    if (match := SPAN.search(folded)) is not None:
        first, last = int(match["a"]), int(match["b"])
        if first == last:
            return f"{match['year']}M{first:02d}"
        part = SPANS.get((first, last))
        return None if part is None else match["year"] + part
    if (match := MONTH.search(folded)) is not None:
        return f"{match['year']}M{int(match['n'] or match['m']):02d}"
    if (match := WHOLE_YEAR.search(folded)) is not None:
        return match["year"]
    return None


def period_code(text: str, calendars: dict[str, CalendarYear]) -> str | None:
    """The code of the period named in ``text``, or None."""
    candidate = code_in(text)
    if candidate is None:
        return None
    try:
        return parse_period(candidate, calendars).code
    except UnknownPeriod:
        return None
