"""Words: texts and numbers in the reader's language, as pages and reports both say them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Protocol, runtime_checkable

from pipeline.domain.noun import Bilingual, Language
from pipeline.domain.status import Status
from pipeline.wording import dates, numbers, phrases, statuses

MONEY = ("元", "万元")
"""Units of money; amounts are printed in 万元, in English in CNY."""
LAST_ZEROS = re.compile(r"(\.\d*?)0+(?!\d)")
MOST_MORE = 12
"""Digits beyond the usual; what is nearer to its goal than that reads like it."""
Write = Callable[[Decimal, int], str]
"""A value and how many digits more than usual → what is printed."""


class Measured(Protocol):
    """An indicator or a target: what is needed to print its values."""

    @property
    def unit_label(self) -> Bilingual:
        """人, 家, %."""

    @property
    def decimals(self) -> int:
        """Digits behind the point."""


@runtime_checkable
class Judged(Measured, Protocol):
    """What stands beside a goal."""

    @property
    def apart(self) -> tuple[Decimal, Decimal] | None:
        """The figure and the goal it has not met: the two must not read alike."""


@runtime_checkable
class Promised(Measured, Protocol):
    """What has a goal of its own."""

    @property
    def target(self) -> Decimal:
        """The goal, which is printed as it was promised."""


class Named(Protocol):
    """A reporting period: what is needed to say which."""

    @property
    def kind(self) -> str:
        """Year, half, quarter or month."""

    @property
    def label(self) -> Bilingual:
        """The period's name."""

    @property
    def start(self) -> date:
        """First day."""

    @property
    def end(self) -> date:
        """Last day."""


class Received(Protocol):
    """How complete a value is."""

    @property
    def expected(self) -> int:
        """Reports or units owed."""

    @property
    def reported(self) -> int:
        """Of these, what is in."""

    @property
    def carried(self) -> int:
        """Of the missing, those whose last report is taken over."""

    @property
    def as_of(self) -> date | None:
        """The day for which this holds."""


def is_money(measured: Measured) -> bool:
    """Whether values are amounts of money."""
    return measured.unit_label.zh in MONEY


def is_rate(measured: Measured) -> bool:
    """Whether values are percentages."""
    return measured.unit_label.zh == "%"


def more_digits(measured: Measured, write: Write) -> int:
    """How many digits more than usual the figures of something judged take, so that one that has
    not met its goal does not read like it: 79.96 beside 80.00.
    """
    pair = measured.apart if isinstance(measured, Judged) else None
    if pair is None:
        return 0
    there, goal = pair
    return next((n for n in range(MOST_MORE) if read(write(there, n)) != read(write(goal, n))), 0)


def exact_digits(measured: Measured, write: Write) -> int:
    """How many digits more than usual a promised goal takes, so that it reads as it was promised:
    57.35 万元 where a digit is usual."""
    if not isinstance(measured, Promised):
        return 0
    whole = read(write(measured.target, MOST_MORE))
    return next((n for n in range(MOST_MORE) if read(write(measured.target, n)) == whole), 0)


def table_digits(measured: Measured, write: Write) -> int:
    """Digits beyond the usual in a table, where there is room for all that a goal has."""
    return max(more_digits(measured, write), exact_digits(measured, write))


def read(printed: str) -> str:
    """A printed number without the zeros that change nothing: 80.0 reads like 80."""
    return LAST_ZEROS.sub(lambda found: found[1].removesuffix("."), printed)


def figure(value: Decimal | None, measured: Measured) -> str:
    """A value in the unit of its definition, which stands elsewhere."""
    write = partial(plain_figure, measured)
    return write(value, more_digits(measured, write))


def plain_figure(measured: Measured, value: Decimal | None, more: int = 0) -> str:
    """A value with so many digits more than its definition asks for."""
    if is_rate(measured):
        return numbers.percentage(value, measured.decimals + more)
    return numbers.number(value, measured.decimals + more)


def in_ten_thousands(measured: Measured) -> bool:
    """Whether values count in ten thousands: 万人, 万元."""
    return len(measured.unit_label.zh) > 1 and measured.unit_label.zh.startswith("万")


def base(value: Decimal | None, measured: Measured) -> Decimal | None:
    """A value in persons or yuan, whichever size its definition counts in."""
    if value is None or not in_ten_thousands(measured):
        return value
    return value * numbers.WAN


def base_label(measured: Measured) -> Bilingual:
    """The unit without its ten thousands."""
    label = measured.unit_label
    if not in_ten_thousands(measured):
        return label
    return label.model_copy(
        update={"zh": label.zh.removeprefix("万"), "en": label.en.removeprefix("10 000 ")}
    )


@dataclass(frozen=True)
class Words:
    """What is said to readers of ``language``; pages and reports add their own."""

    language: Language

    @property
    def is_chinese(self) -> bool:
        """Whether the reader reads Chinese."""
        return self.language == "zh"

    def say(self, key: str, **values: object) -> str:
        """A phrase of the catalogue."""
        return phrases.phrase(key, self.language, **values)

    def text(self, given: Bilingual) -> str:
        """The text in the reader's language."""
        return given.in_language(self.language)

    def amount(self, value: Decimal | None, measured: Measured) -> str:
        """A value as tables show it; its unit is ``unit(measured)``."""
        write = partial(self._amount, measured)
        return write(value, table_digits(measured, write))

    def _amount(self, measured: Measured, value: Decimal | None, more: int) -> str:
        plain = base(value, measured)
        if is_money(measured):
            return numbers.money(plain, self.language, more)
        if plain is not None and in_ten_thousands(measured) and self.is_chinese:
            return numbers.scaled(plain, numbers.WAN, comma=True, more=more)
        return plain_figure(measured, plain, more)

    def unit(self, measured: Measured, value: Decimal | None = None) -> str:
        """The unit that goes with ``amount``; with a ``value``, as it stands behind that number."""
        if is_money(measured):
            return self.text(numbers.MONEY_HEAD)
        label = measured.unit_label if self.is_chinese else base_label(measured)
        return numbers.unit_word(label, self.amount(value, measured), self.language)

    def with_unit(self, value: Decimal | None, measured: Measured) -> str:
        """A value with its unit behind it, close in Chinese and for percentages."""
        gap = "" if self.is_chinese or is_rate(measured) else " "
        shown = self.amount(value, measured)
        return shown if value is None else f"{shown}{gap}{self.unit(measured, value)}"

    def printed(self, value: Decimal | None, measured: Measured) -> Decimal | None:
        """A value, unrounded, in the unit in which it is printed: yuan become 万元 or CNY."""
        return self.from_base(base(value, measured), measured)

    def from_base(self, plain: Decimal | None, measured: Measured) -> Decimal | None:
        """Yuan or persons in the unit in which they are printed."""
        tens = is_money(measured) or in_ten_thousands(measured)
        return plain / numbers.WAN if plain is not None and tens and self.is_chinese else plain

    def plain(self, value: Decimal) -> str:
        """A number with all its digits."""
        places = max(0, -int(value.normalize().as_tuple().exponent))
        return numbers.number(value, places)

    def tick(self, value: Decimal, measured: Measured) -> str:
        """A round value on an axis, in the unit of the figures beside it."""
        return self.plain(self.printed(value, measured) or Decimal(0))

    def still_needed(self, value: Decimal, measured: Measured) -> str:
        """What is left to do, in a sentence: points of a rate, whole persons and things."""
        if is_rate(measured):
            return numbers.points(value, measured.decimals, self.language).lstrip("+")
        countable = not is_money(measured) and not in_ten_thousands(measured)
        if countable and measured.decimals == 0:
            value = value.to_integral_value("ROUND_CEILING")
        # Beside the figure and its goal, and written as they are, so that all three compare; a
        # small sum would be nothing in 万元.
        as_beside = countable or not self.is_chinese
        return self.with_unit(value, measured) if as_beside else self.in_prose(value, measured)

    def full_day(self, day: date | None) -> str:
        """A day with its year."""
        return dates.full_date(day, self.language)

    def in_prose(self, value: Decimal | None, measured: Measured) -> str:
        """A value with its unit inside a sentence."""
        write = partial(self._in_prose, measured)
        return write(value, more_digits(measured, write))

    def _in_prose(self, measured: Measured, value: Decimal | None, more: int) -> str:
        plain = base(value, measured)
        if is_money(measured):
            return numbers.money_prose(plain, self.language, more)
        label = base_label(measured)
        return numbers.prose(plain, label, measured.decimals, self.language, more)

    def whole(self, value: Decimal | int | None) -> str:
        """A count."""
        return numbers.number(value, 0)

    def percent(self, value: Decimal | None) -> str:
        """A completion, or another percentage that is never below −100."""
        return numbers.completed(value)

    def tenth(self, value: Decimal | None) -> str:
        """A number with one decimal, whose unit stands elsewhere; not for percentages."""
        return numbers.number(value, 1)

    def bare_percent(self, value: Decimal | None) -> str:
        """The same for columns whose head says so."""
        return numbers.completion(value)

    def gap(self, value: Decimal | None) -> str:
        """Points against the schedule, for columns whose head says so."""
        return numbers.gap(value)

    def signed(self, value: Decimal | None) -> str:
        """A difference in points, for columns whose head says so."""
        return numbers.difference(value, 1)

    def moment(self, moment: datetime) -> str:
        """A day with its year and the time."""
        return f"{dates.full_date(moment.date(), self.language)} {moment:%H:%M}"

    def period(self, period: Named) -> str:
        """A period with its months, where they are not in its name."""
        label = self.text(period.label)
        if period.kind == "month" or (period.kind == "year" and period.start.month == 1):
            return label
        return self.say(
            "period.with_months", label=label, months=dates.months(period, self.language)
        )

    def months(self, period: Named) -> str:
        """The months of a period."""
        return dates.months(period, self.language)

    def reported(self, data: Received) -> str:
        """应报 · 已报 · 截至."""
        return dates.data_status(
            data.expected, data.reported, data.as_of, self.language, data.carried
        )

    def status(self, status: Status | None) -> str:
        """The status in a word."""
        return statuses.status_word(status, self.language)
