"""One reader per field: a quick path for cells that are what they should be, and the other.

``quick`` answers ODD for anything unusual; ``odd`` then reads it slowly and says what it did.
Millions of cells go through ``quick``, so it does nothing but look.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pipeline.domain.form import Field
from pipeline.domain.product import CalendarYear
from pipeline.intake.amounts import UnitWords
from pipeline.intake.odd_cells import OddCells, Outcome, choice_table, yes_no_table

ODD = object()
PLAIN_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?").fullmatch


@dataclass(frozen=True, slots=True)
class CellReader:
    """Reads the cells of one field."""

    field_id: str
    field: Field
    quick: Callable[[object], object]
    odd: Callable[[object], Outcome]


@dataclass(frozen=True, slots=True)
class ReaderKit:
    """What readers need to know besides the field: units, calendars, the key for persons."""

    words: UnitWords
    calendars: dict[str, CalendarYear]
    key: bytes


def make_reader(field_id: str, field: Field, kit: ReaderKit, bare: Decimal) -> CellReader:
    """Prepare the reader of a field; ``bare`` is what a plain number is worth when stored."""
    odd = OddCells(field, kit.words, kit.calendars, kit.key, bare)
    return CellReader(field_id, field, quick_path(field, bare), odd.read)


def quick_path(field: Field, bare: Decimal) -> Callable[[object], object]:
    """The function for ordinary cells of a field."""
    if field.personal:
        return only_blank
    if field.type in ("integer", "decimal", "money") and bare != 1:
        return only_blank
    if field.type == "choice":
        return looked_up(choice_table(field))
    if field.type == "boolean":
        return looked_up(yes_no_table())
    return {
        "integer": whole,
        "decimal": fraction,
        "money": money,
        "text": words,
        "code": code,
        "date": day,
        "period": only_blank,
    }[field.type]


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


def looked_up(table: dict[object, object]) -> Callable[[object], object]:
    """A reader that knows the usual spellings by heart."""
    find = table.get

    def look_up(value: object) -> object:
        return find(value, ODD)

    return look_up
