"""Values with their completeness, and targets with their judgement."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from pipeline.domain.noun import Bilingual
from pipeline.domain.status import Status
from pipeline.queries.answers.references import IndicatorRef, PeriodRef

Against = Literal["year_before", "period_before"]


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
    low: Decimal | None = None
    """Between ``low`` and ``high`` lies the value with the missing reports, by their own past."""
    high: Decimal | None = None
    concealed: bool = False
    """Of so few persons that it is not shown, or would give such a value away."""


def unmet(
    value: Decimal | None, goal: Decimal | None, comparator: str
) -> tuple[Decimal, Decimal] | None:
    """A figure and its goal, where there are both and the figure is not what the goal says: at
    least (``>=``), at most (``<=``), exactly (``=``). About it (``~``) is whatever reads like it.
    """
    if value is None or goal is None or comparator == "~":
        return None
    met = {">=": value >= goal, "<=": value <= goal, "=": value == goal}[comparator]
    return None if met else (value, goal)


def nearest(pairs: Iterable[tuple[Decimal, Decimal] | None]) -> tuple[Decimal, Decimal] | None:
    """Of figures and goals that stand together, those that lie closest; None where none do."""
    there = (pair for pair in pairs if pair is not None)
    return min(there, key=lambda pair: abs(pair[1] - pair[0]), default=None)


@dataclass(frozen=True)
class Comparison:
    """A figure against the same period of the year before (同比) or the period before (环比).

    ``value`` and ``before`` are both of ``span``: a year so far is compared with a year so far
    only, so a flow's 环比 is of the periods alone. Of a stock both have the last reports of
    missing units taken over. ``difference`` = ``value`` - ``before``, of a rate in points;
    ``percent`` = ``difference`` ÷ ``before``, not of rates. ``reason`` says why there is no
    change: ``no_value``, ``no_base`` (nothing known then), ``zero_base``, ``negative_base``,
    ``other_definition``.
    """

    against: Against
    period: PeriodRef | None
    """The earlier period; None where there are no data of it at all."""
    span: str
    is_rate: bool
    value: Decimal | None
    before: Decimal | None
    difference: Decimal | None
    percent: Decimal | None
    data: DataStatus
    data_before: DataStatus
    is_estimate: bool
    """Whether last reports were taken over in either."""
    uneven: bool
    """Whether the shares of what was due that are in, taken over included, lie a point apart."""
    reason: str | None

    @property
    def change(self) -> Decimal | None:
        """The figure people call 同比 or 环比: points of a rate, else percent."""
        return self.difference if self.is_rate else self.percent


@dataclass(frozen=True)
class Forecast:
    """A year's end as foreseen, in the indicator's own unit, with the middle of past errors.

    ``line`` is the naive straight line. ``error`` and ``line_error``: what ``cases`` forecasts of
    past years missed, in percent of what came; it is shown only where the first is smaller.
    ``ahead``: the periods still to come, the last one that of the year's end.
    """

    value: Decimal
    low: Decimal
    high: Decimal
    line: Decimal
    cases: int
    error: Decimal
    line_error: Decimal
    ahead: tuple[PeriodRef, ...]


@dataclass(frozen=True)
class TargetVersion:
    """A target's value as one document set it, and how the target stands by it.

    ``since`` is None for what the plan first said; ``holds`` marks the value in force.
    """

    value: Decimal
    since: date | None
    document: Bilingual
    number: str | None
    issued_on: date | None
    holds: bool
    completion: Decimal | None
    gap: Decimal | None
    status: Status | None


@dataclass(frozen=True)
class JudgedAlso:
    """How a rate stands in another period that ends on the same day: each period has the last
    reports that came for it, a year every unit's last one of the year.

    ``is_longer``: whether that period holds the one asked for.
    """

    period: PeriodRef
    is_longer: bool
    value: Decimal
    status: Status


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
    fact_names: dict[str, Bilingual] = field(default_factory=dict)
    """Every registered fact that ``fact`` and ``note`` mention, with its name."""
    gap_value: Decimal | None = None
    """``gap`` in the target's unit; negative: behind."""
    schedule: str = "linear"
    """How what is due came about: linear, points, learned."""
    schedule_asked: str = "linear"
    """What the plan asked for; a straight line stands in where too little is known to learn."""
    learned_from: tuple[int, ...] = ()
    """The past years a learned schedule was made from."""
    best_per_month: Decimal | None = None
    """The best that any period so far brought, per month."""
    unreachable_on: date | None = None
    """First day on which the target is out of reach at that pace, if nothing more comes in."""
    unreachable: bool = False
    """Whether that day has come by the period's end."""
    missed: bool = False
    """Whether the target's time is over and it was not reached; nothing is foreseen any more."""
    years: tuple[int, int] | None = None
    """First and last year of a promise over several years."""
    versions: tuple[TargetVersion, ...] = ()
    """Every value set so far, oldest first; empty where the value was never changed."""
    duty_span: str | None = None
    """Of a duty: in each year, half, quarter or month."""
    spans: int | None = None
    """How many of these end in the period; None where none does."""
    spans_ended: int | None = None
    spans_done: int | None = None
    missed_on: date | None = None
    """Closing day of the first that was not done."""
    judged_in: PeriodRef | None = None
    """The one span that was judged, where that is another period; ``actual`` is its value."""
    changes: tuple[Comparison, ...] = ()
    """同比 and 环比 of ``actual``, in the target's unit."""
    also: JudgedAlso | None = None
    """Of a rate that is judged otherwise in another period that ends on the same day."""

    @property
    def is_estimate(self) -> bool:
        """Whether ``actual.value``, by which the target is judged, has the last reports of
        missing units in it: that of a stock does, a rate's and a flow's does not."""
        stock = self.indicator is not None and self.indicator.nature == "stock"
        return stock and self.actual.estimate is not None

    @property
    def apart(self) -> tuple[Decimal, Decimal] | None:
        """The figure and the target, where that is not met."""
        return unmet(self.actual.value, self.target, self.comparator)

    @property
    def is_ceiling(self) -> bool:
        """Whether it is kept or not, without a way to it."""
        return self.comparator == "<=" and self.completion is None

    @property
    def to_go(self) -> Decimal | None:
        """What is still to be done; None where nothing is, and of a ceiling."""
        left = self.remaining
        return left if left and left > 0 and not self.is_ceiling else None

    @property
    def excess(self) -> Decimal | None:
        """By how much a ceiling was passed."""
        left = self.remaining
        return -left if left and left < 0 and self.is_ceiling else None
