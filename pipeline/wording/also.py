"""How a rate stands in another period that ends on the same day, in words."""

from decimal import Decimal
from typing import Protocol

from pipeline.domain.noun import Bilingual
from pipeline.domain.status import Status
from pipeline.wording.statuses import status_word
from pipeline.wording.words import Measured, Words


class Dated(Protocol):
    """A period by its name."""

    @property
    def label(self) -> Bilingual: ...


class Other(Protocol):
    """A figure of another period and what is said of it."""

    @property
    def period(self) -> Dated: ...
    @property
    def is_longer(self) -> bool: ...
    @property
    def value(self) -> Decimal: ...
    @property
    def status(self) -> Status: ...


def also_words(found: Other, measured: Measured, words: Words) -> str:
    """By every unit's last report of 2024: 78.9%, Far behind."""
    return words.say(
        "target.also_longer" if found.is_longer else "target.also_shorter",
        period=words.text(found.period.label), value=words.with_unit(found.value, measured),
        status=status_word(found.status, words.language),
    )  # fmt: skip
