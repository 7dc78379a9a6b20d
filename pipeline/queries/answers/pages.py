"""The first page of a unit, and the page of an indicator."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise

from pipeline.domain.noun import Bilingual
from pipeline.queries.answers.numbers import Comparison, Forecast, TargetRow, Value
from pipeline.queries.answers.references import IndicatorRef, PeriodRef, PlanRef, UnitRef
from pipeline.queries.answers.reporting import ChildRow, FormStatus


@dataclass(frozen=True)
class Overview:
    """The first page of a unit."""

    unit: UnitRef
    breadcrumb: tuple[UnitRef, ...]
    period: PeriodRef
    plan: PlanRef | None
    elapsed: Decimal | None
    """Percent of the plan's year that has passed at the period's end."""
    targets: tuple[TargetRow, ...]
    headline: tuple[tuple[IndicatorRef, Value], ...]
    """Core indicators without a target, for units that have no plan."""
    children: tuple[ChildRow, ...]
    forms: tuple[FormStatus, ...]
    expected: int
    reported: int
    findings_open: int
    findings_elsewhere: int = 0
    """Those of them under none of the units below: of the unit's own files, of files whose unit
    could not be told, of units that closed."""
    other_plans: tuple[PlanRef, ...] = ()
    """Further plans that the unit is judged by then, whose targets are not among these."""


@dataclass(frozen=True)
class TrendPoint:
    """One period of the trend; ``due`` is the schedule's value then, if there is a target, in the
    unit of the indicator, as the value is. ``counts_from``: the first day of the year over which
    the indicator is counted; None where it is not.
    """

    period: PeriodRef
    value: Value
    due: Decimal | None
    counts_from: date | None = None


def new_years(points: Sequence[TrendPoint]) -> tuple[int, ...]:
    """The places of the points that count from another day than the one before them: no line leads
    from a whole year to the first months of the next."""
    return tuple(
        place
        for place, (before, point) in enumerate(pairwise(points), start=1)
        if before.counts_from != point.counts_from
    )


@dataclass(frozen=True)
class ChildValue:
    """One child's value on an indicator's page, with its own target row if it has one."""

    unit: UnitRef
    value: Value
    rank: int | None
    """None when the child has no value or is incomplete; equal values share a rank."""


@dataclass(frozen=True)
class FamilyValue:
    """The same indicator under one denominator family."""

    family: str
    name: Bilingual
    current: bool
    numerator_label: Bilingual
    denominator_label: Bilingual
    value: Value


@dataclass(frozen=True)
class SegmentValue:
    """The same indicator in one segment, for example ``ownership=state``."""

    segment: str
    label: Bilingual
    value: Value


@dataclass(frozen=True)
class MeasureText:
    """A measure in words: which form, which column, which rows, how over time."""

    role: str
    form: Bilingual
    section: Bilingual
    field: Bilingual | None
    aggregate: str
    over_time: str
    conditions: tuple[Bilingual, ...]


@dataclass(frozen=True)
class DefinitionChange:
    """A day from which an indicator is defined otherwise than before, and why."""

    since: date
    why: Bilingual


@dataclass(frozen=True)
class DefinitionCard:
    """Everything the indicator's file says, as it is defined on a day, for reading."""

    indicator: IndicatorRef
    definition: Bilingual
    numerator_label: Bilingual
    denominator_label: Bilingual | None
    measures: tuple[MeasureText, ...]
    family: Bilingual | None
    facts: tuple[str, ...]
    source_note: Bilingual | None
    file: str
    sql: str
    fact_names: dict[str, Bilingual] = field(default_factory=dict)
    """Every registered fact that ``facts`` and ``source_note`` mention, with its name."""
    changes: tuple[DefinitionChange, ...] = ()
    """when it was defined anew, the oldest change first"""
    holds_until: date | None = None
    """the last day of this definition, if it is a former one"""


@dataclass(frozen=True)
class IndicatorPage:
    """One indicator at one unit."""

    unit: UnitRef
    breadcrumb: tuple[UnitRef, ...]
    period: PeriodRef
    indicator: IndicatorRef
    value: Value
    target: TargetRow | None
    trend: tuple[TrendPoint, ...]
    children: tuple[ChildValue, ...]
    families: tuple[FamilyValue, ...]
    segments: tuple[SegmentValue, ...]
    card: DefinitionCard
    forecast: Forecast | None = None
    """The year's end; None where it is over, too little is known, or a straight line does."""
    changes: tuple[Comparison, ...] = ()
    """同比 and 环比 of ``value``; of a stock, of its estimate."""
    other_plans: tuple[PlanRef, ...] = ()
    """Further plans of the unit that have a target for this."""

    @property
    def redefined(self) -> tuple[int, ...]:
        """The places in ``trend`` of the figures that are made by another definition than the one
        before them."""
        ends = [point.period.end for point in self.trend]
        return tuple(
            place
            for place, (before, end) in enumerate(pairwise(ends), start=1)
            if any(before < change.since <= end for change in self.card.changes)
        )
