"""Words of a report: every text and number in the reader's language, from ``pipeline.wording``."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.queries.answers import Value
from pipeline.wording import dates, numbers, words
from pipeline.wording.words import Measured, base, in_ten_thousands, is_money, is_rate

__all__ = ["Measured", "Words", "base", "in_ten_thousands", "is_money", "is_rate"]

LARGE = 1000
"""Numerators and denominators from here on are printed whole."""


@dataclass(frozen=True)
class Words(words.Words):
    """What a report says: the common words, and sentences about what is left to do."""

    def part(self, value: Decimal | None, measured: Measured) -> str:
        """A numerator or a denominator: money in its unit, all else whole where it is large."""
        if is_money(measured):
            return numbers.money(value, self.language)
        whole = value is None or value == value.to_integral_value()
        large = value is not None and abs(value) >= LARGE
        return numbers.number(value, 0 if whole or large else 2)

    def ratio(self, value: Value, measured: Measured) -> str:
        """Numerator ÷ denominator, or nothing for what is no rate."""
        if value.denominator is None:
            return ""
        return f"{self.part(value.numerator, measured)} ÷ {self.part(value.denominator, measured)}"

    def points(self, value: Decimal | None) -> str:
        """A difference in points with its unit, in the digits of ``signed``."""
        return self.signed(value) + self.text(numbers.POINTS)

    def day(self, day: date | None) -> str:
        """A day with its year."""
        return dates.full_date(day, self.language)

    def join(self, texts: list[str], key: str = "join.list") -> str:
        """The texts with the language's own comma between them."""
        return self.say(key).join(texts)


def inside(said: str) -> str:
    """A phrase as it stands within a sentence: in English it begins with a small letter."""
    return said[:1].lower() + said[1:]
