"""The JSON of what lapses."""

from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.noun import Language
from pipeline.queries.answers import LapseList


@dataclass(frozen=True)
class StepJson:
    """One entry of ``steps``: the indicator on a later day, if nothing is renewed."""

    day: str
    lapsing: int | None
    amount: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    change: Decimal | None


@dataclass(frozen=True)
class EntryJson:
    """One entry of ``entries``: what is in force today and lapses."""

    org_unit: str
    name: str
    key: str
    kind: str | None
    amount: Decimal | None
    lapses_on: str | None
    step: int
    left: Decimal | None
    period: str
    carried: bool


@dataclass(frozen=True)
class LapsesJson:
    """``lapses --json``: what lapses in the coming quarters."""

    indicator: str
    org_unit: str
    period: str
    steps: tuple[StepJson, ...]
    total: int
    entries: tuple[EntryJson, ...]


def lapses_json(found: LapseList, language: Language) -> LapsesJson:
    """What lapses, with every entry."""
    return LapsesJson(
        indicator=found.indicator.id,
        org_unit=found.unit.code,
        period=found.period.code,
        steps=tuple(
            StepJson(str(s.day), s.lapsing, s.amount, s.numerator, s.denominator, s.value, s.change)
            for s in found.steps
        ),
        total=found.total,
        entries=tuple(
            EntryJson(
                e.unit.code, e.unit.name.in_language(language), e.key,
                e.kind.in_language(language) if e.kind else None, e.amount,
                str(e.lapses_on) if e.lapses_on else None, e.step, e.left, e.register, e.carried,
            )
            for e in found.entries
        ),
    )  # fmt: skip
