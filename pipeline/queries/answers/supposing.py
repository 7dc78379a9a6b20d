"""What would be if: figures before and after inputs that nobody sent."""

from dataclasses import dataclass

from pipeline.queries.answers.numbers import TargetRow, Value
from pipeline.queries.answers.references import IndicatorRef, PeriodRef, UnitRef


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


@dataclass(frozen=True)
class WhatIf:
    """``repeated``: reports that were supposed to have come in."""

    unit: UnitRef
    period: PeriodRef
    repeated: int
    targets: tuple[TargetSupposed, ...]
    indicators: tuple[IndicatorSupposed, ...]
