"""What the questions return: frozen dataclasses, numbers unrounded, no wording.

Money is in yuan, rates in percent (0–100), shares of schedules and completions in percent.
``None`` is always "absent", never zero.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from pipeline.domain.noun import Bilingual
from pipeline.domain.status import Status


@dataclass(frozen=True)
class UnitRef:
    """An org unit as a link: code, name, level."""

    code: str
    name: Bilingual
    level: str
    generated: bool = False


@dataclass(frozen=True)
class PeriodRef:
    """A period as a choice: code, kind, calendar, first and last day."""

    code: str
    label: Bilingual
    kind: str
    calendar: str
    start: date
    end: date


@dataclass(frozen=True)
class IndicatorRef:
    """An indicator as a link, with what is needed to print its values."""

    id: str
    name: Bilingual
    theme: str
    unit: str
    unit_label: Bilingual
    decimals: int
    nature: str
    direction: str
    core: bool = False


@dataclass(frozen=True)
class Snapshot:
    """Which publication the answers come from."""

    number: int
    published_at: datetime
    generated_data: bool


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


@dataclass(frozen=True)
class PlanRef:
    """The plan whose targets are shown."""

    id: str
    title: Bilingual
    year: int
    year_basis: str
    calendar: str
    document: Bilingual
    number: str | None


@dataclass(frozen=True)
class ChildRow:
    """A unit below: its statuses (worst first) and how complete its reports are."""

    unit: UnitRef
    statuses: tuple[tuple[Status, int], ...]
    expected: int
    reported: int
    open_findings: int


@dataclass(frozen=True)
class FormStatus:
    """One form at one unit and period: how many are due, in, late, withheld, missing."""

    form: str
    title: Bilingual
    expected: int
    accepted: int
    on_time: int
    withheld: int
    missing: int
    due_on: date | None


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


@dataclass(frozen=True)
class TrendPoint:
    """One period of the trend; ``due`` is the schedule's value then, if there is a target."""

    period: PeriodRef
    value: Value
    due: Decimal | None


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
class DefinitionCard:
    """Everything the indicator's file says, for reading."""

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


@dataclass(frozen=True)
class ReportRow:
    """One expected report of one reporting unit."""

    unit: UnitRef
    parent: UnitRef | None
    form: str
    form_title: Bilingual
    due_on: date | None
    received_at: datetime | None
    state: str
    """``accepted``, ``late``, ``withheld``, ``missing``."""
    version: int | None
    submission: int | None
    findings: int
    file: str | None


@dataclass(frozen=True)
class ReportingStatus:
    """Who has reported at a unit and period."""

    unit: UnitRef
    breadcrumb: tuple[UnitRef, ...]
    period: PeriodRef
    forms: tuple[FormStatus, ...]
    children: tuple[ChildRow, ...]
    rows: tuple[ReportRow, ...]
    total_rows: int


@dataclass(frozen=True)
class FindingRow:
    """One finding as stored; words come from the catalogue."""

    finding: int
    slug: str
    severity: str
    file: str
    sheet: str | None
    cell: str | None
    got: str | None
    details: dict[str, str]
    unit: UnitRef | None
    period: str | None
    form: str | None
    received_at: datetime
    open: bool
    """False once a later accepted version made it obsolete."""


@dataclass(frozen=True)
class FindingList:
    """Findings under a unit, newest first."""

    unit: UnitRef
    breadcrumb: tuple[UnitRef, ...]
    rows: tuple[FindingRow, ...]
    total: int
    by_slug: tuple[tuple[str, str, int], ...]
    """slug, severity, count."""


@dataclass(frozen=True)
class Contribution:
    """One spreadsheet cell that is part of a number.

    ``amount`` is what the cell adds to ``role`` (1 for a counted row). ``carried`` marks a
    report of an earlier period that was taken over.
    """

    role: str
    measure: int
    unit: UnitRef
    period: str
    file: str
    sha256: str
    sheet: str
    cell: str
    field: str
    value: str | None
    amount: Decimal
    submission: int
    version: int
    note: str | None = None


@dataclass(frozen=True)
class SheetPicture:
    """The region of a sheet around cited cells: column letters, rows of (number, texts)."""

    file: str
    sheet: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    cited: tuple[str, ...]


@dataclass(frozen=True)
class TraceChild:
    """One unit on the way down with its part of numerator and denominator."""

    unit: UnitRef
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    expected: int
    reported: int


@dataclass(frozen=True)
class Trace:
    """A number's way back to its cells, and the recomputation from them."""

    unit: UnitRef
    breadcrumb: tuple[UnitRef, ...]
    period: PeriodRef
    indicator: IndicatorRef
    segment: str
    value: Value
    children: tuple[TraceChild, ...]
    contributions: tuple[Contribution, ...]
    total_contributions: int
    recomputed_numerator: Decimal | None
    recomputed_denominator: Decimal | None
    recomputed_value: Decimal | None
    agrees: bool
    picture: SheetPicture | None
    card: DefinitionCard


@dataclass(frozen=True)
class SqlResult:
    """Rows of an analyst's query; ``more`` when the row cap cut it; ``error`` in plain words."""

    columns: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    rows: tuple[tuple[object, ...], ...] = ()
    more: bool = False
    seconds: float = 0.0
    error: str | None = None


@dataclass(frozen=True)
class TableHelp:
    """A table of the snapshot for the SQL page: its columns with Chinese comments."""

    name: str
    comment: str
    columns: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class NamedQuery:
    """A query of the library: title and text."""

    id: str
    title: Bilingual
    sql: str


@dataclass(frozen=True)
class Choices:
    """What the selection bar offers at a unit."""

    periods: tuple[PeriodRef, ...]
    children: tuple[UnitRef, ...]
    indicators: tuple[IndicatorRef, ...]
    units: tuple[UnitRef, ...] = field(default=())
