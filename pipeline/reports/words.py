"""Words of a report: every text and number in the reader's language, from ``pipeline.wording``."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol, cast

from pipeline.domain.noun import Bilingual, Language
from pipeline.domain.period import Period
from pipeline.domain.status import Status
from pipeline.queries.answers import DataStatus, PeriodRef, Value
from pipeline.wording import dates, numbers, phrases, statuses

MONEY = ("元", "万元")
"""Units of money; reports print amounts in 万元, in English in CNY."""
LARGE = 1000
"""Numerators and denominators from here on are printed whole."""


class Measured(Protocol):
    """An indicator or a target: what is needed to print its values."""

    @property
    def unit_label(self) -> Bilingual:
        """人, 家, %."""

    @property
    def decimals(self) -> int:
        """Digits behind the point."""


def is_money(measured: Measured) -> bool:
    """Whether values are amounts of money."""
    return measured.unit_label.zh in MONEY


def is_rate(measured: Measured) -> bool:
    """Whether values are percentages."""
    return measured.unit_label.zh == "%"


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
    return Bilingual(zh=label.zh.removeprefix("万"), en=label.en.removeprefix("10 000 "))


@dataclass(frozen=True)
class Words:
    """What a report says, for readers of ``language``."""

    language: Language

    def say(self, key: str, **values: object) -> str:
        """A phrase of the catalogue."""
        return phrases.phrase(key, self.language, **values)

    def text(self, given: Bilingual) -> str:
        """The text in the reader's language."""
        return given.in_language(self.language)

    def printed(self, value: Decimal | None, measured: Measured) -> Decimal | None:
        """A value, unrounded, in the unit in which it is printed: yuan become 万元 or CNY."""
        return self.from_base(base(value, measured), measured)

    def from_base(self, plain: Decimal | None, measured: Measured) -> Decimal | None:
        """Yuan or persons in the unit in which they are printed."""
        tens = is_money(measured) or in_ten_thousands(measured)
        return plain / numbers.WAN if plain is not None and tens and self.is_chinese else plain

    @property
    def is_chinese(self) -> bool:
        """Whether the reader reads Chinese."""
        return self.language == "zh"

    def amount(self, value: Decimal | None, measured: Measured) -> str:
        """A value as tables show it; its unit is ``unit(measured)``."""
        plain = base(value, measured)
        if is_money(measured):
            return numbers.money(plain, self.language)
        if plain is not None and in_ten_thousands(measured) and self.is_chinese:
            return numbers.scaled(plain, numbers.WAN, comma=True)
        return numbers.number(plain, measured.decimals, self.language)

    def unit(self, measured: Measured) -> str:
        """The unit that goes with ``amount``."""
        if is_money(measured):
            return self.text(numbers.MONEY_HEAD)
        return measured.unit_label.zh if self.is_chinese else base_label(measured).en

    def with_unit(self, value: Decimal | None, measured: Measured) -> str:
        """A value with its unit behind it, close in Chinese and for percentages."""
        gap = "" if self.is_chinese or is_rate(measured) else " "
        shown = self.amount(value, measured)
        return shown if value is None else f"{shown}{gap}{self.unit(measured)}"

    def in_prose(self, value: Decimal | None, measured: Measured) -> str:
        """A value with its unit inside a sentence."""
        plain = base(value, measured)
        if is_money(measured):
            return numbers.money_prose(plain, self.language)
        return numbers.prose(plain, base_label(measured), measured.decimals, self.language)

    def still_needed(self, value: Decimal, measured: Measured) -> str:
        """What is left to do, in a sentence: points of a rate, whole persons and things."""
        if is_rate(measured):
            return numbers.points(value, measured.decimals, self.language).lstrip("+")
        countable = not is_money(measured) and not in_ten_thousands(measured)
        if countable and measured.decimals == 0:
            value = value.to_integral_value("ROUND_CEILING")
        return self.in_prose(value, measured)

    def part(self, value: Decimal | None, measured: Measured) -> str:
        """A numerator or a denominator: money in its unit, all else whole where it is large."""
        if is_money(measured):
            return numbers.money(value, self.language)
        whole = value is None or value == value.to_integral_value()
        large = value is not None and abs(value) >= LARGE
        return numbers.number(value, 0 if whole or large else 2, self.language)

    def ratio(self, value: Value, measured: Measured) -> str:
        """Numerator ÷ denominator, or nothing for what is no rate."""
        if value.denominator is None:
            return ""
        return f"{self.part(value.numerator, measured)} ÷ {self.part(value.denominator, measured)}"

    def tick(self, value: Decimal, places: int) -> str:
        """A round value on an axis."""
        return numbers.number(value, places, self.language)

    def whole(self, value: Decimal | int | None) -> str:
        """A count."""
        return numbers.number(value, 0, self.language)

    def tenth(self, value: Decimal | None) -> str:
        """A percentage without its sign, for columns whose head says %."""
        return numbers.number(value, 1, self.language)

    def percent(self, value: Decimal | None) -> str:
        """A percentage."""
        return numbers.rate(value)

    def signed(self, value: Decimal | None) -> str:
        """A difference in points, for columns whose head says so."""
        return numbers.difference(value, 1, self.language)

    def points(self, value: Decimal | None) -> str:
        """A difference in points with its unit."""
        return numbers.points(value, 1, self.language)

    def pace(self, days: int) -> str:
        """Days ahead of or behind the schedule."""
        key = "pace.behind" if days < 0 else "pace.ahead"
        return self.say(key, days=self.whole(abs(days)))

    def day(self, day: date | None) -> str:
        """A day with its year."""
        return dates.full_date(day, self.language)

    def moment(self, moment: datetime) -> str:
        """A day with its year and the time."""
        return f"{self.day(moment.date())} {moment:%H:%M}"

    def period(self, period: PeriodRef) -> str:
        """A period with its months, where they are not in its name."""
        label = self.text(period.label)
        if period.kind == "month" or (period.kind == "year" and period.start.month == 1):
            return label
        return self.say("period.with_months", label=label, months=self.months(period))

    def months(self, period: PeriodRef) -> str:
        """The months of a period."""
        return dates.months(cast(Period, period), self.language)

    def reported(self, data: DataStatus) -> str:
        """应报 · 已报 · 截至."""
        return dates.data_status(
            data.expected, data.reported, data.as_of, self.language, data.carried
        )

    def status(self, status: Status | None) -> str:
        """The status in a word."""
        return statuses.status_word(status, self.language)

    def join(self, texts: list[str], key: str = "join.list") -> str:
        """The texts with the language's own comma between them."""
        return self.say(key).join(texts)
