"""What ever happened to a report."""

from dataclasses import dataclass
from datetime import datetime

from pipeline.domain.noun import Bilingual
from pipeline.queries.answers.references import PeriodRef, UnitRef
from pipeline.queries.answers.reporting import Explanation
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
class FlowStep:
    """What an office did: approve, return, withdraw, lock, unlock; of which version."""

    deed: str
    by: UnitRef
    text: str
    at: datetime
    version: int | None


@dataclass(frozen=True)
class ReportPast:
    """One report: its versions, oldest first, what changed from each accepted one to the next,
    what offices did, and what a superior corrected (without fields about persons)."""

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
