"""Values with their completeness, and targets with their judgement."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.domain.noun import Bilingual
from pipeline.domain.status import Status
from pipeline.queries.answers.references import IndicatorRef


@dataclass(frozen=True)
class DataStatus:
    """应报, 已报 and 截至 of a value; ``carried``: units whose last report was taken over."""

    expected: int
    reported: int
    as_of: date | None
    carried: int = 0


@dataclass(frozen=True)
class Value:
    """One indicator of one unit in one period; ``span`` is ``period`` or ``to_date``."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    data: DataStatus
    span: str
    approximate: bool = False
    estimate: Decimal | None = None
    """With the last report of missing units taken over (stocks and rates of stocks only)."""


@dataclass(frozen=True)
class TargetRow:
    """A target with its actual value, completion, pace and status.

    ``completion`` and ``due`` are percent of the way; ``gap`` = completion - due in points;
    ``gap_days`` the same in days (negative: behind). ``reason`` says why there is no completion
    or no status: ``no_baseline``, ``no_indicator``, ``no_report``, ``not_due``.
    """

    target_id: str
    plan_id: str
    name: Bilingual
    indicator: IndicatorRef | None
    segment: str
    kind: str
    comparator: str
    target: Decimal
    unit_label: Bilingual
    decimals: int
    baseline: Decimal | None
    baseline_kind: str
    actual: Value
    completion: Decimal | None
    due: Decimal | None
    gap: Decimal | None
    gap_days: int | None
    status: Status | None
    reason: str | None
    remaining: Decimal | None
    needed_per_month: Decimal | None
    fact: str | None = None
    quote: str | None = None
    note: Bilingual | None = None
