"""Cells that are not simply what their field asks for: read with care, or refused with a reason."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from pipeline.domain.days import as_day, day_from_number, day_from_text
from pipeline.domain.form import Field
from pipeline.domain.product import CalendarYear
from pipeline.intake.amounts import BLANK_NUMBERS, BLANKS, RefusedError, UnitWords, read_amount
from pipeline.intake.labels import plain, spellings
from pipeline.intake.period_words import period_code
from pipeline.intake.persons import HASHED, PHONE, is_id_number, keyed_hash, masked

YES = ("是", "有", "y", "yes", "√", "✓", "✔", "☑", "1", "已", "对", "true", "t")
NO = ("否", "无", "没有", "不是", "n", "no", "×", "x", "✗", "✘", "0", "未", "没", "false", "f")
ERROR_TEXT = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|(?:Err|错误):5\d\d", re.I)
"""What a text file holds where the workbook it was saved from had an error cell."""
SERIAL_TEXT = re.compile(r"\d{5}(?:\.\d+)?")
CENT = Decimal("0.01")
MOST_DIGITS = 15
Notice = tuple[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A value, whether it is only roughly right, and what the reader should be told."""

    value: object
    approximate: bool = False
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Unusable:
    """Stands in the grid for a cell whose value the file does not hold."""

    slug: str
    text: str

    def __str__(self) -> str:
        return self.text


BLANK = Outcome(None)


class OddCells:
    """Reads the unusual cells of one field."""

    def __init__(
        self,
        field: Field,
        words: UnitWords,
        calendars: dict[str, CalendarYear],
        key: bytes,
        bare: Decimal,
    ) -> None:
        self.field, self.words, self.calendars, self.key, self.bare = (
            field, words, calendars, key, bare
        )  # fmt: skip
        self.by_word = choice_words(field)
        self.read_typed: Callable[[object], Outcome] = {
            "integer": self.number,
            "decimal": self.number,
            "money": self.number,
            "text": self.text,
            "code": self.code,
            "choice": self.choice,
            "boolean": self.yes_no,
            "date": self.day,
            "period": self.period,
        }[field.type]

    def read(self, value: object) -> Outcome:
        """The cell's value. Raises RefusedError."""
        if isinstance(value, Unusable):
            raise RefusedError(value.slug)
        if isinstance(value, str) and ERROR_TEXT.fullmatch(value.strip()):
            raise RefusedError("error-cell")
        if isinstance(value, str) and fold(value) in BLANKS:
            return BLANK
        return self.person(value) if self.field.personal else self.read_typed(value)

    def number(self, value: object) -> Outcome:
        if isinstance(value, bool | date | datetime | time | timedelta):
            raise RefusedError("not-a-number")
        if isinstance(value, int | float):
            amount = Decimal(format(value, ".15g")) * self.bare
            if not amount.is_finite():
                raise RefusedError("not-a-number")
            return self.stored(amount, ())
        found = read_amount(str(value), self.field, self.words, self.bare)
        if found is None:
            return BLANK
        outcome = self.stored(found.value, ())
        notices = list(outcome.notices)
        if found.converted:
            notices.append(("converted-unit", {"value": show(outcome.value)}))
        if found.approximate:
            notices.append(("approximate-number", {"value": show(outcome.value)}))
        return Outcome(outcome.value, found.approximate, tuple(notices))

    def stored(self, amount: Decimal, notices: tuple[Notice, ...]) -> Outcome:
        if self.field.type == "integer":
            if amount != amount.to_integral_value():
                raise RefusedError("not-whole")
            return Outcome(int(amount), notices=notices)
        if self.field.type == "decimal":
            return Outcome(amount, notices=notices)
        cents = amount.quantize(CENT, ROUND_HALF_UP)
        if abs(cents - amount) > Decimal("0.000001"):
            notices = (*notices, ("rounded-money", {"value": show(cents)}))
        return Outcome(cents, notices=notices)

    def text(self, value: object) -> Outcome:
        return Outcome(as_text(value).strip() or None)

    def code(self, value: object) -> Outcome:
        if isinstance(value, date | time | timedelta):  # 2024-3 was typed, a day is stored
            raise RefusedError("code-turned-date")
        text = self.digits_kept(value)
        folded = unicodedata.normalize("NFKC", text).lstrip("'`’‘")
        return Outcome("".join(folded.split()) or None)

    def digits_kept(self, value: object) -> str:
        text = as_text(value)
        if isinstance(value, int | float) and len(text.lstrip("-")) > MOST_DIGITS:
            raise RefusedError("digits-lost")
        if re.fullmatch(r"\d(?:\.\d+)?[eE]\+?\d{2}", text.strip()):
            raise RefusedError("digits-lost")
        return text

    def choice(self, value: object) -> Outcome:
        for spelling in spellings(as_text(value)):
            if spelling in self.by_word:
                return Outcome(self.by_word[spelling])
        if plain(as_text(value)) == "无":
            return BLANK
        permitted = self.field.choices.values()
        raise RefusedError(
            "unknown-choice", permitted_zh="、".join(choice.zh for choice in permitted),
            permitted_en=", ".join(choice.en for choice in permitted),
        )  # fmt: skip

    def yes_no(self, value: object) -> Outcome:
        found = YES_NO.get(plain(as_text(value)), YES_NO.get(fold(as_text(value))))
        if found is None:
            raise RefusedError("not-yes-or-no")
        return Outcome(found)

    def day(self, value: object) -> Outcome:
        found = as_day(value)
        if found is not None:
            return Outcome(found)
        if isinstance(value, int | float) and not isinstance(value, bool):
            found, serial = day_from_number(float(value))
            if found is not None:
                notice: Notice = ("serial-date", {"value": found.isoformat()})
                return Outcome(found, notices=(notice,) if serial else ())
        elif isinstance(value, str):
            if fold(value) in BLANK_NUMBERS:
                return BLANK
            if SERIAL_TEXT.fullmatch(fold(value)):  # a text file keeps numbers as they were shown
                return self.day(float(fold(value)))
            found = day_from_text(value)
        if found is None:
            raise RefusedError("not-a-date")
        return Outcome(found)

    def period(self, value: object) -> Outcome:
        written = as_day(value)
        text = as_text(value) if written is None else f"{written.year}年{written.month}月"
        found = period_code(text, self.calendars)
        if found is None:
            raise RefusedError("not-a-period")
        return Outcome(found)

    def person(self, value: object) -> Outcome:
        """Check a personal number, then keep its keyed hash only."""
        text = fold(self.digits_kept(value)).upper().lstrip("'")
        if self.field.personal == "id_number":
            if HASHED.fullmatch(text.lower()):
                return Outcome(text.lower())
            if not is_id_number(text):
                raise RefusedError("wrong-id-number", masked=masked(text))
        if self.field.personal == "phone":
            text = re.sub(r"[-()]", "", text)
            if not PHONE.fullmatch(text):
                raise RefusedError("wrong-phone-number", masked=masked(text))
        return Outcome(keyed_hash(text, self.key))


def fold(text: str) -> str:
    """Half-width, lower case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def as_text(value: object) -> str:
    """The cell as text; whole numbers without a decimal point."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    return str(value)


def show(value: object) -> str:
    """A number for a sentence."""
    return format(value, ",f") if isinstance(value, Decimal) else f"{value:,}"


def choice_words(field: Field) -> dict[str, str]:
    """Every accepted spelling of every permitted value, as matched."""
    found: dict[str, str] = {}
    for code, choice in field.choices.items():
        for word in (choice.zh, choice.en, code, *choice.aliases):
            found.setdefault(plain(word), code)
    return found


def choice_table(field: Field) -> dict[object, object]:
    """The spellings met most: the words exactly as the template writes them."""
    table: dict[object, object] = {"": None}
    for code, choice in field.choices.items():
        table.update(dict.fromkeys((choice.zh, code, *choice.aliases), code))
    return table


def yes_no_table() -> dict[object, object]:
    """The spellings of yes and no met most."""
    table: dict[object, object] = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}
    table.update({"": None, "Y": True, "N": False, 1.0: True, 0.0: False})
    return table


YES_NO: dict[str, bool] = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}
