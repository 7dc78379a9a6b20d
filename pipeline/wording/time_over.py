"""Lateness in words, and what takes its place once the time of targets is over.

A day can be made up for while there are days left. Afterwards it is said once above a list that
the time is over and how many were not reached; beside each stands only how much was missing.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from pipeline.domain.noun import Language
from pipeline.wording.numbers import number, rate
from pipeline.wording.phrases import phrase

ALL = Decimal(100)


class Timed(Protocol):
    """A target as it is told here; ``missed_on`` is the day a duty's span closed undone."""

    @property
    def completion(self) -> Decimal | None: ...
    @property
    def baseline(self) -> Decimal | None: ...
    @property
    def gap_days(self) -> int | None: ...
    @property
    def missed(self) -> bool: ...
    @property
    def missed_on(self) -> date | None: ...


def is_over(elapsed: Decimal | None) -> bool:
    """Whether all the time of a plan has passed; ``elapsed`` in percent."""
    return elapsed is not None and elapsed >= ALL


def days_words(row: Timed, language: Language) -> str:
    """快 3 天 or 慢 3 天; nothing where there are none, or none are left to make up for them."""
    if row.gap_days is None or (row.missed and row.missed_on is None):
        return ""
    key = "pace.behind" if row.gap_days < 0 else "pace.ahead"
    return phrase(key, language, days=number(abs(row.gap_days)))


def elapsed_words(rows: Sequence[Timed], elapsed: Decimal, language: Language) -> str:
    """How much time has passed; of time that is over, how many targets were not reached by it."""
    if not is_over(elapsed):
        return phrase("conclusion.elapsed", language, elapsed=rate(elapsed))
    count = sum(row.missed for row in rows)
    key = "conclusion.over" if count else "conclusion.all_over"
    return phrase(key, language, count=number(count))


def worst_key(elapsed: Decimal | None) -> str:
    """The phrase that names the targets furthest behind; nothing is tight any more once the time
    is over."""
    return "conclusion.worst_over" if is_over(elapsed) else "conclusion.worst"


def fell_below(row: Timed) -> bool:
    """Whether less stands there than at the start."""
    return row.completion is not None and row.completion < 0 and row.baseline is not None


def tight_key(row: Timed, language: Language) -> str:
    """The phrase that names a tight target: with its completion or that it fell below its baseline,
    and with its days where there are any to tell."""
    below = "_below" if fell_below(row) else ""
    days = "_days" if days_words(row, language) else ""
    return f"conclusion.named{below}{days}"
