"""What the database answered, as cells hold it: numbers as numbers, days as days, texts as texts.

Values arrive as the process of the query hands them over: decimals, days and times as text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Literal

from pipeline.domain.sheet_limits import cut

WHOLE = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?")
DECIMAL = re.compile(r"DECIMAL.*|DOUBLE|FLOAT")
MOMENT = re.compile(r"TIMESTAMP(_S|_MS|_NS)?")
DAY, DAY_AND_TIME = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
DIGITS = 15
"""A cell holds no more; longer numbers (identifiers, mostly) stay texts and so stay exact."""
MOST_DECIMALS = 4
"""Shown; the cell holds them all."""
FROM_HERE_COMMAS = 10_000
"""Columns of smaller numbers have no separators: 2024 is more often a year than a count."""
NUMBERED = frozenset({"submission", "finding", "source_row", "number", "sequence", "win"})
"""Columns of the warehouse that name something by a number."""
FIRST_DAY = datetime(1899, 12, 30)
EARLIEST = date(1900, 3, 1)
"""Before it, programs disagree about which number a day has."""
Kind = Literal["number", "day", "text", "truth", "nothing"]


@dataclass(frozen=True)
class Cell:
    """A value as a cell holds it; ``shown`` is how wide it will look."""

    kind: Kind
    value: float | str | bool | None
    shown: str


NOTHING = Cell("nothing", None, "")


def cell(value: object, kind: str) -> Cell:
    """The cell of a value of a type of the database. Nothing stays nothing, never zero."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return Cell("truth", value, str(value))
    if WHOLE.fullmatch(kind) or DECIMAL.fullmatch(kind):
        return number(str(value), kind in ("DOUBLE", "FLOAT"))
    if kind == "DATE" or MOMENT.fullmatch(kind):
        return day(str(value))
    return text(str(value))


def number(written: str, inexact: bool) -> Cell:
    """A number, where a cell can hold the digits before its point."""
    try:
        exact = Decimal(written)
    except InvalidOperation:
        return text(written)
    if not exact.is_finite() or not isfinite(float(exact)):
        return text(written)
    if exact.adjusted() >= DIGITS and not inexact:
        return text(written)
    return Cell("number", float(exact), f"{exact:,f}")


def day(written: str) -> Cell:
    """A day or a moment as the number that spreadsheets count days by."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return text(written)
    if moment.date() < EARLIEST:
        return text(written)
    return Cell("day", (moment - FIRST_DAY) / timedelta(days=1), written[:19])


def text(written: str) -> Cell:
    """A text; what no cell can hold is cut, and looks cut."""
    written = cut(written)
    return Cell("text", written, written)


def number_format(name: str, kind: str, cells: Iterable[Cell]) -> str | None:
    """The number format of a column; None for texts."""
    if kind == "DATE":
        return DAY
    if MOMENT.fullmatch(kind):
        return DAY_AND_TIME
    if not (WHOLE.fullmatch(kind) or DECIMAL.fullmatch(kind)):
        return None
    numbers = [float(one.value) for one in cells if one.kind == "number" and one.value is not None]
    decimals = max((decimals_of(value) for value in numbers), default=0)
    large = any(abs(value) >= FROM_HERE_COMMAS for value in numbers)
    whole = "#,##0" if large and name not in NUMBERED else "0"
    return whole + ("." + "0" * decimals if decimals else "")


def decimals_of(value: float) -> int:
    """How many digits behind the point are shown."""
    places = Decimal(repr(value)).normalize().as_tuple().exponent
    return min(max(-places, 0), MOST_DECIMALS) if isinstance(places, int) else 0
