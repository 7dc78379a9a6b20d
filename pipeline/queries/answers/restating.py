"""What has changed since a publication was frozen."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from pipeline.domain.noun import Bilingual
from pipeline.domain.status import Status
from pipeline.queries.answers.references import IndicatorRef, PeriodRef, PlanRef, UnitRef


@dataclass(frozen=True)
class FreezeRef:
    """A freeze: what was frozen, when, why, and by which paper."""

    id: str
    unit: UnitRef
    period: PeriodRef
    frozen_at: datetime
    publication: int
    published_at: datetime
    reason: str
    document: str | None


@dataclass(frozen=True)
class ChangedCell:
    """A cell that says something else than the frozen publication was made of.

    ``old`` and ``new`` are as stored (money in yuan); None where there was or is nothing, and
    in personal fields always.
    """

    file: str
    sheet: str
    cell: str
    field: Bilingual
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Cause:
    """Why a figure changed.

    ``kind``: ``late_report``, ``new_version``, ``withdrawn``, ``reread`` (an office settled what
    a heading means), ``redefined`` (its form or the roster has changed), ``correction``,
    ``definition``, ``plan`` (its text is another), ``tree`` (other units stand below),
    ``late_days`` (of a report that came or went), ``score_below`` (of a unit whose total a mean
    counts), ``follows`` (from other figures), ``unexplained``.
    ``cells`` may be cut; ``total_cells`` says how many there are.
    """

    kind: str
    when: date
    unit: UnitRef | None = None
    form: Bilingual | None = None
    period: str | None = None
    submission: int | None = None
    version: int | None = None
    cells: tuple[ChangedCell, ...] = ()
    total_cells: int = 0
    note: str | None = None
    period_name: Bilingual | None = None


class Terms(NamedTuple):
    """What a rate is made of."""

    numerator: Decimal | None
    denominator: Decimal | None


@dataclass(frozen=True)
class Restatement:
    """One figure that is no longer what was frozen.

    ``old_terms``, ``new_terms``: the sums of a rate, which may change while it stays the same.
    """

    freeze: str
    indicator: IndicatorRef
    family: str
    family_label: Bilingual | None
    segment: str
    segment_label: Bilingual | None
    unit: UnitRef
    period: PeriodRef
    span: str
    old: Decimal | None
    new: Decimal | None
    causes: tuple[Cause, ...]
    concealed: bool = False
    """Whether old and new are left out, because they tell of persons."""
    old_terms: Terms | None = None
    new_terms: Terms | None = None


@dataclass(frozen=True)
class Rejudged:
    """A target's completion (%) and status, or a score, that is no longer what was frozen.

    ``target`` is None for a score; ``name`` is what the target, or the plan, is called.
    """

    freeze: str
    plan: PlanRef
    target: str | None
    name: Bilingual
    unit: UnitRef
    period: PeriodRef
    old: Decimal | None
    new: Decimal | None
    causes: tuple[Cause, ...]
    old_status: Status | None = None
    new_status: Status | None = None
    concealed: bool = False
    """Whether old and new are left out, because they tell of persons."""


@dataclass(frozen=True)
class RestatementList:
    """The ledger: freezes in force, and the changed figures under a unit; ``rows`` may be cut.

    ``judged``: targets, then scores, that are others; it may be cut too.
    """

    unit: UnitRef
    breadcrumb: tuple[UnitRef, ...]
    freezes: tuple[FreezeRef, ...]
    rows: tuple[Restatement, ...]
    total: int
    judged: tuple[Rejudged, ...] = ()
    total_judged: int = 0
