"""One reader per field: a quick path for cells that are what they should be, and the other.

``quick`` answers ODD for anything unusual; ``odd`` then reads it slowly and says what it did.
Millions of cells go through ``quick``, so it does nothing but look; ``column`` does the same to a
whole column, at a fraction of the calls.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import repeat
from typing import Any

from pipeline.domain.form import Field
from pipeline.domain.product import CalendarYear
from pipeline.intake.amounts import UnitWords
from pipeline.intake.odd_cells import OddCells, Outcome, choice_table, yes_no_table

ODD = object()
Column = Callable[[list[Any]], tuple[list[object], bool]]
"""Values of a column, and whether any may be ODD: to look for it costs as much as to read."""
SAME_DAY: dict[object, object] = {}
MOST_DAYS = 20_000
"""One object for each day that was read: results are sent on, and what stands in them more than
once is sent once. There are some hundred days in a year's files; past so many it begins anew."""
PLAIN_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?").fullmatch


@dataclass(frozen=True, slots=True)
class CellReader:
    """Reads the cells of one field."""

    field_id: str
    field: Field
    quick: Callable[[object], object]
    odd: Callable[[object], Outcome]
    column: Column


@dataclass(frozen=True, slots=True)
class ReaderKit:
    """What readers need to know besides the field: units, calendars, the key for persons."""

    words: UnitWords
    calendars: dict[str, CalendarYear]
    key: bytes


def make_reader(field_id: str, field: Field, kit: ReaderKit, bare: Decimal) -> CellReader:
    """Prepare the reader of a field; ``bare`` is what a plain number is worth when stored."""
    odd = OddCells(field, kit.words, kit.calendars, kit.key, bare)
    quick = quick_path(field, bare)
    return CellReader(field_id, field, quick, odd.read, column_path(quick))


def quick_path(field: Field, bare: Decimal) -> Callable[[object], object]:
    """The function for ordinary cells of a field."""
    if field.personal:
        return only_blank
    if field.type in ("integer", "decimal", "money") and bare != 1:
        return only_blank
    if field.type == "choice":
        return LookUp(choice_table(field))
    if field.type == "boolean":
        return LookUp(yes_no_table())
    return {
        "integer": whole,
        "decimal": fraction,
        "money": money,
        "text": words,
        "code": code,
        "date": day,
        "period": only_blank,
    }[field.type]


def column_path(quick: Callable[[object], object]) -> Column:
    """What ``quick`` answers to every cell of a column, in one go."""
    if isinstance(quick, LookUp):
        return quick.column
    return COLUMNS.get(quick) or (lambda cells: ([quick(cell) for cell in cells], True))


def only_blank(value: object) -> object:
    return None if value == "" else ODD


def whole(value: object) -> object:
    if type(value) is float and -1e15 < value < 1e15:
        number = int(value)
        return number if number == value else ODD
    if value == "":
        return None
    return value if type(value) is int else ODD


def fraction(value: object) -> object:
    if type(value) is float and -1e15 < value < 1e15:
        return Decimal(format(value, ".15g"))
    return only_blank(value)


def money(value: object) -> object:
    if type(value) is float and -1e12 < value < 1e12:
        cents = round(value * 100, 4)
        return Decimal(int(cents)).scaleb(-2) if cents == int(cents) else ODD
    return only_blank(value)


def words(value: object) -> object:
    if type(value) is not str:
        return ODD
    text = value.strip()
    if len(text) < 3:
        return ODD if text else None
    return text


def code(value: object) -> object:
    if type(value) is str:
        return (value if PLAIN_CODE(value) else ODD) if value else None
    if type(value) is float and 0 <= value < 1e15:
        number = int(value)
        return str(number) if number == value else ODD
    return ODD


def day(value: object) -> object:
    if type(value) is date:
        return value
    if type(value) is str and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            return ODD
    return value.date() if type(value) is datetime else only_blank(value)


@dataclass(frozen=True)
class LookUp:
    """A reader that knows the usual spellings by heart."""

    table: dict[object, object]

    def __call__(self, value: object) -> object:
        return self.table.get(value, ODD)

    def column(self, cells: list[Any]) -> tuple[list[object], bool]:
        """All of a column."""
        try:
            return list(map(self.table.__getitem__, cells)), False
        except KeyError:
            return list(map(self.table.get, cells, repeat(ODD))), True


def wholes(cells: list[Any]) -> tuple[list[object], bool]:
    if (numbers := as_wholes(cells, 1e15)) is not None and numbers == cells:
        return list(numbers), False
    return [None if cell == "" else whole(cell) for cell in cells], True


def amounts(cells: list[Any]) -> tuple[list[object], bool]:
    if within(cells, 1e12):
        cents = [round(cell * 100, 4) for cell in cells]
        if (numbers := as_wholes(cents, 1e15)) is not None and numbers == cents:
            return [Decimal(number).scaleb(-2) for number in numbers], False
    return [None if cell == "" else money(cell) for cell in cells], True


def within(cells: list[Any], limit: float) -> bool:
    """Whether all are numbers smaller than a limit; what is no number at all may pass."""
    return set(map(type, cells)) == {float} and min(cells) > -limit and max(cells) < limit


def as_wholes(cells: list[Any], limit: float) -> list[int] | None:
    """The whole parts of numbers smaller than a limit; None where any is not."""
    try:
        return list(map(int, cells)) if within(cells, limit) else None
    except ValueError:  # not a number, which is neither below nor above a limit
        return None


def days(cells: list[Any]) -> tuple[list[object], bool]:
    if len(SAME_DAY) > MOST_DAYS:
        SAME_DAY.clear()
    if set(map(type, cells)) == {date}:
        return list(map(SAME_DAY.setdefault, cells, cells)), False
    found = [cell if type(cell) is date else None if cell == "" else day(cell) for cell in cells]
    return list(map(SAME_DAY.setdefault, found, found)), True


def codes(cells: list[Any]) -> tuple[list[object], bool]:
    if set(map(type, cells)) == {str}:
        if all(map(PLAIN_CODE, cells)):
            return cells, False
        return [(cell if PLAIN_CODE(cell) else ODD) if cell else None for cell in cells], True
    return [code(cell) for cell in cells], True


def texts(cells: list[Any]) -> tuple[list[object], bool]:
    if set(map(type, cells)) == {str}:
        found = [cell.strip() for cell in cells]
        if min(map(len, found)) > 2:
            return list(found), False
        return [(text if len(text) > 2 else ODD) if text else None for text in found], True
    return [words(cell) for cell in cells], True


COLUMNS: dict[Callable[[object], object], Column] = {
    whole: wholes, money: amounts, day: days, code: codes, words: texts,
}  # fmt: skip
