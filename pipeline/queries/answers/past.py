"""What ever happened to a report."""

from dataclasses import dataclass
from datetime import datetime

from pipeline.domain.noun import Bilingual
from pipeline.queries.answers.references import PeriodRef, UnitRef
from pipeline.queries.answers.reporting import Explanation, FindingRow
from pipeline.queries.answers.tracing import CorrectionRow
from pipeline.queries.answers.versions import ReportVersion, VersionDiff


@dataclass(frozen=True)
class SheetRows:
    """Every row of a sheet, or of one table on it: ``seen`` is the sum of the other three."""

    sheet: str
    seen: int
    loaded: int
    rejected: int
    other: int


@dataclass(frozen=True)
class PastVersion:
    """A version; ``asked``: it changed an accepted report after the deadline, so that a reason
    is asked for, and ``reason`` is what was said."""

    version: ReportVersion
    asked: bool
    reason: Explanation | None
    sheets: tuple[SheetRows, ...]


@dataclass(frozen=True)
class RereadValue:
    """A cell that is read otherwise since definitions changed, or would be.

    ``old`` and ``new`` as stored, None for a blank; both None where ``hidden``: a field about a
    person, or one its form does not have any more.
    """

    section: str
    field: str
    label: Bilingual
    sheet: str
    cell: str
    old: str | None
    new: str | None
    hidden: bool


@dataclass(frozen=True)
class FlowStep:
    """What an office did: a deed of the log, or an explanation, also one the file itself gives;
    of which version.

    ``locked``: the period of a lock, where it is a longer one than the report's own; ``excepted``:
    the lock left this unit open. ``explained``: the findings that were explained in one go.
    ``reread``: cells that changed definitions read otherwise, the first of ``changes``.
    """

    deed: str
    by: UnitRef
    text: str
    at: datetime
    version: int | None
    locked: Bilingual | None = None
    excepted: bool = False
    explained: tuple[FindingRow, ...] = ()
    reread: tuple[RereadValue, ...] = ()
    changes: int = 0


@dataclass(frozen=True)
class ReportPast:
    """One report: its versions, oldest first, what changed from each accepted one to the next,
    what offices did, oldest first, and what a superior corrected (without fields about persons)."""

    form: str
    title: Bilingual
    versions: tuple[PastVersion, ...]
    changes: tuple[VersionDiff, ...]
    steps: tuple[FlowStep, ...]
    corrections: tuple[CorrectionRow, ...]


@dataclass(frozen=True)
class ReportHistory:
    """A unit's reports for a period: form, title, number of versions; and the one shown."""

    unit: UnitRef
    breadcrumb: tuple[UnitRef, ...]
    period: PeriodRef
    forms: tuple[tuple[str, Bilingual, int], ...]
    report: ReportPast | None
