"""What would be if: figures before and after inputs that nobody sent."""

from dataclasses import dataclass

from pipeline.domain.noun import Bilingual
from pipeline.queries.answers.numbers import TargetRow, Value
from pipeline.queries.answers.references import IndicatorRef, PeriodRef, UnitRef


@dataclass(frozen=True)
class SupposableCell:
    """A number that a unit reports once per period: ``form.section.field``."""

    path: str
    label: Bilingual


@dataclass(frozen=True)
class Supposable:
    """What may be supposed: whose figures, which of them, and which targets.

    ``reporters`` may be cut at some length, ``total`` counts all; ``cells`` are those of the
    reporter that was chosen, ``now`` what it has reported in the chosen one.
    """

    unit: UnitRef
    breadcrumb: tuple[UnitRef, ...]
    period: PeriodRef
    reporters: tuple[UnitRef, ...]
    total: int
    cells: tuple[SupposableCell, ...]
    now: str | None
    targets: tuple[TargetRow, ...]


@dataclass(frozen=True)
class TargetSupposed:
    """One target of the unit, changed or not."""

    before: TargetRow
    after: TargetRow


@dataclass(frozen=True)
class IndicatorSupposed:
    """One indicator of the unit that has another value, numerator or denominator."""

    indicator: IndicatorRef
    family: str
    before: Value
    after: Value
    family_label: Bilingual | None = None


@dataclass(frozen=True)
class WhatIf:
    """``repeated``: reports that were supposed to have come in."""

    unit: UnitRef
    period: PeriodRef
    repeated: int
    targets: tuple[TargetSupposed, ...]
    indicators: tuple[IndicatorSupposed, ...]
