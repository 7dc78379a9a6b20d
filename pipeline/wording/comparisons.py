"""Comparisons in words: how much more or less than a year or a period before, and against what."""

from decimal import Decimal
from typing import Protocol

from pipeline.domain.noun import Bilingual, Language
from pipeline.wording.numbers import difference, points, share
from pipeline.wording.phrases import phrase
from pipeline.wording.words import Received


class Dated(Protocol):
    """A period by its name."""

    @property
    def label(self) -> Bilingual: ...


class Compared(Protocol):
    """A figure against that of an earlier period."""

    @property
    def against(self) -> str: ...
    @property
    def period(self) -> Dated | None: ...
    @property
    def span(self) -> str: ...
    @property
    def is_rate(self) -> bool: ...
    @property
    def difference(self) -> Decimal | None: ...
    @property
    def percent(self) -> Decimal | None: ...
    @property
    def data(self) -> Received: ...
    @property
    def data_before(self) -> Received: ...
    @property
    def is_estimate(self) -> bool: ...
    @property
    def uneven(self) -> bool: ...
    @property
    def reason(self) -> str | None: ...


def name_words(found: Compared, language: Language) -> str:
    """同比 or 环比."""
    return phrase(f"compare.{found.against}", language)


def change_words(found: Compared, decimals: int, language: Language) -> str:
    """+5.1 %, +0.8 points of a rate; a dash where there is no change."""
    if found.is_rate:
        return points(found.difference, max(decimals, 1), language)
    if found.percent is None:
        return difference(None)
    return f"{difference(found.percent, 1)}%"


def sides_words(found: Compared, value: str, before: str, language: Language) -> str:
    """Both figures: 累计 2,829，2023年第三季度 2,783."""
    if found.period is None:
        return why_words(found, language)
    period = found.period.label.in_language(language)
    key = f"compare.sides_{found.span}"
    return phrase(key, language, value=value, period=period, before=before)


def why_words(found: Compared, language: Language) -> str:
    """Why there is no change; nothing where there is one."""
    return phrase(f"compare.{found.reason}", language) if found.reason else ""


def caveats(found: Compared, language: Language) -> list[str]:
    """What to know before relying on it: why it is absent, last reports, uneven completeness."""
    said = [why_words(found, language)] if found.reason and found.period is not None else []
    if found.is_estimate:
        said.append(phrase("compare.estimates", language))
    if found.uneven:
        now, before = found.data, found.data_before
        said.append(
            phrase("compare.uneven", language, now=share(now.reported, now.expected),
                   before=share(before.reported, before.expected))
        )  # fmt: skip
    return said
