"""Scores of units: the total, why it is what it is, who stands where, and the ways up."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.domain.noun import Bilingual
from pipeline.domain.status import Status
from pipeline.queries.answers.numbers import DataStatus
from pipeline.queries.answers.references import IndicatorRef, PeriodRef, PlanRef, UnitRef


@dataclass(frozen=True)
class ScoreLine:
    """One line of a score (扣分单).

    ``item`` is absent for what the total changes by itself (``id`` then says what: reweighted,
    total_bound, veto_cut). ``state``: scored, zero, excluded, pending, met, not_met, adjusted.
    ``formula`` and ``parts`` are put in words by ``pipeline.wording.scores``. ``value`` and
    ``due`` (what the schedule makes due, where there is a goal) are in ``unit_label``.
    """

    id: str
    title: Bilingual | None
    clause: str | None
    text: Bilingual | None
    group: str | None
    rule: str
    state: str
    points: Decimal | None
    full: Decimal | None
    lost: Decimal
    beside: bool
    provisional: bool
    indicator: IndicatorRef | None
    family: str
    segment: str
    span: str
    target: str | None
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    goal: Decimal | None
    due: Decimal | None
    unit_label: Bilingual | None
    decimals: int
    data: DataStatus
    why: str | None
    formula: str
    parts: dict[str, Decimal]
    evidence: tuple[Bilingual, ...]
    counting: str | None = None
    """Of a duty with several spans: what ``value`` counts (quarter)."""
    within: str | None = None
    """Of a duty with one span: its period, where that is another."""


@dataclass(frozen=True)
class Deduction:
    """Points that an item cost; ``title`` is absent for what the total loses by itself."""

    item: str
    title: Bilingual | None
    lost: Decimal


@dataclass(frozen=True)
class PeerScore:
    """A unit of a peer group with its total; ``outcome`` says why it is not ranked."""

    unit: UnitRef
    total: Decimal | None
    rank: int | None
    provisional: bool
    pending: Decimal
    outcome: str | None
    deductions: tuple[Deduction, ...] = ()
    """Largest first."""


@dataclass(frozen=True)
class ChapterScore:
    """What a chapter of the scoring gave; ``median`` is that of the peer group."""

    title: Bilingual
    points: Decimal
    full: Decimal
    median: Decimal | None


@dataclass(frozen=True)
class WayUp:
    """One change on the way up (提分路径), worked by scoring the unit again.

    ``change`` is in the unit of the sum above the line (``sum_label``); ``total`` and ``rank``
    hold after it and all before it, the other units staying where they are. ``reaches``: step,
    status, full, ranked.
    """

    item: str
    title: Bilingual
    indicator: IndicatorRef | None
    sum_label: Bilingual
    sum_before: Decimal
    sum_after: Decimal
    change: Decimal
    value_before: Decimal
    value_after: Decimal
    unit_label: Bilingual | None
    decimals: int
    gain: Decimal
    gain_per_unit: Decimal
    total: Decimal
    rank: int | None
    reaches: str


@dataclass(frozen=True)
class UnitScore:
    """One unit's score under one plan; ``plan_title`` is what its scoring is called."""

    plan: PlanRef
    title: Bilingual
    number: str | None
    peer_group: Bilingual | None
    total: Decimal | None
    base: Decimal
    bonus: Decimal
    minus: Decimal
    full: Decimal
    pending: Decimal
    provisional: bool
    outcome: str | None
    outcome_title: Bilingual | None
    rank: int | None
    ranked: int
    lines: tuple[ScoreLine, ...]
    chapters: tuple[ChapterScore, ...]
    peers: tuple[PeerScore, ...]
    ways: tuple[WayUp, ...]
    settled: tuple[str, ...] = ()
    """Items of which nothing can be changed any more: late reports stay late."""


@dataclass(frozen=True)
class League:
    """The units a plan of this unit scores, one peer group, best first."""

    plan: PlanRef
    title: Bilingual
    peer_group: Bilingual | None
    peers: tuple[PeerScore, ...]


@dataclass(frozen=True)
class ScorePage:
    """The score card of a unit: its own scores, and the leagues of the units it scores."""

    unit: UnitRef
    breadcrumb: tuple[UnitRef, ...]
    period: PeriodRef
    scores: tuple[UnitScore, ...]
    leagues: tuple[League, ...]


@dataclass(frozen=True)
class MatrixColumn:
    """A target or an indicator that is compared over units."""

    key: str
    name: Bilingual
    indicator: IndicatorRef
    segment: str
    theme: str
    far_or_behind: int
    """Units whose status is 滞后 or 严重滞后."""


@dataclass(frozen=True)
class MatrixCell:
    """A unit's figure in a column; ``completion`` where it has the target, else ``value``.

    ``status`` is by the unit's own target, and ``value``, ``data``, ``span`` are what that looks
    at. Of a duty ``spans`` were judged, and so many of them done.
    """

    value: Decimal | None
    completion: Decimal | None
    status: Status | None
    data: DataStatus
    span: str
    period: PeriodRef | None = None
    """The period they are of, where it is not the page's own: the one span of a duty, or the
    plan's calendar has others."""
    reason: str | None = None
    """Why there is a target and no completion."""
    duty_span: str | None = None
    spans: int | None = None
    spans_ended: int | None = None
    spans_done: int | None = None
    missed_on: date | None = None


@dataclass(frozen=True)
class MatrixRow:
    """A unit with its cells, in the columns' order; None where it has neither."""

    unit: UnitRef
    cells: tuple[MatrixCell | None, ...]
    expected: int
    reported: int
    behind: int
    total: Decimal | None
    provisional: bool
    rank: int | None


@dataclass(frozen=True)
class MatrixPage:
    """Units × targets; ``whole`` is the unit itself."""

    unit: UnitRef
    breadcrumb: tuple[UnitRef, ...]
    period: PeriodRef
    plan: PlanRef | None
    columns: tuple[MatrixColumn, ...]
    whole: MatrixRow
    rows: tuple[MatrixRow, ...]
    counts: tuple[tuple[Status, int], ...]
    scored: bool
