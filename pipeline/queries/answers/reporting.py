"""Who has reported, and what was found."""

from dataclasses import dataclass
from datetime import date, datetime

from pipeline.domain.noun import Bilingual
from pipeline.domain.status import Status
from pipeline.queries.answers.references import PeriodRef, UnitRef


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
    flow: str | None = None
    """``returned``, ``withdrawn``, ``waiting`` (for approval), ``unexplained``, ``approved``;
    None: nothing yet."""
    flow_by: UnitRef | None = None
    """who returned, withdrew or approved it last, or whose approval is waited for"""
    flow_at: datetime | None = None
    flow_text: str = ""
    locked: bool = False
    seal: str | None = None
    """``sealed``: the signed and sealed copy of this version has come; ``wanted``: it has not,
    though ``product.yml`` asks for one; None: neither"""
    sealed_at: datetime | None = None

    @property
    def standing(self) -> str:
        """``state``, and of what is withheld why: ``unexplained``, ``waiting``, ``withdrawn``."""
        own = self.state == "withheld" and self.flow in ("unexplained", "waiting", "withdrawn")
        return self.flow or self.state if own else self.state

    @property
    def owed(self) -> str | None:
        """What its unit has to do: send it (``missing``), correct it (``withheld``) or explain it
        (``unexplained``), or send its signed and sealed copy (``unsealed``). None when nothing;
        what waits for approval is the superior's to act on.
        """
        if self.seal == "wanted":
            return "unsealed"
        what = "missing" if self.standing == "withdrawn" else self.standing
        return what if what in ("missing", "withheld", "unexplained") else None

    @property
    def listed_as(self) -> str:
        """What a list of what is owed says of it: ``unsealed``, else ``standing``."""
        return "unsealed" if self.owed == "unsealed" else self.standing


@dataclass(frozen=True)
class PaperCopy:
    """What a signed and sealed copy is of: this version of a unit's reports on these forms."""

    unit: str
    period: str
    version: int
    forms: tuple[str, ...]


@dataclass(frozen=True)
class ReportingStatus:
    """Who has reported at a unit and period.

    ``unsealed``: how many accepted reports lack their signed and sealed copy; None where
    ``product.yml`` asks for none.
    """

    unit: UnitRef
    breadcrumb: tuple[UnitRef, ...]
    period: PeriodRef
    forms: tuple[FormStatus, ...]
    children: tuple[ChildRow, ...]
    rows: tuple[ReportRow, ...]
    total_rows: int
    unsealed: int | None = None


@dataclass(frozen=True)
class Explanation:
    """What a unit says about a finding."""

    text: str
    by: UnitRef
    at: datetime


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
    """False once it was explained, or a later accepted version made it obsolete."""
    explanation: Explanation | None = None


@dataclass(frozen=True)
class FindingList:
    """Findings under a unit, newest first."""

    unit: UnitRef
    breadcrumb: tuple[UnitRef, ...]
    rows: tuple[FindingRow, ...]
    total: int
    by_slug: tuple[tuple[str, str, int], ...]
    """slug, severity, count."""
    publication: int = 0
    """In which the findings have these numbers."""


@dataclass(frozen=True)
class NotRunRow:
    """A rule or check that did not run, for one reason, and in how many reports of how many
    units; ``example`` is one of these."""

    form: str
    form_title: Bilingual
    rule: str
    what: Bilingual
    reason: str
    why: Bilingual
    reports: int
    units: int
    example: UnitRef


@dataclass(frozen=True)
class NotRunList:
    """Rules that did not run below a unit, the most frequent first; ``total`` with those left
    off."""

    unit: UnitRef
    breadcrumb: tuple[UnitRef, ...]
    rows: tuple[NotRunRow, ...]
    total: int


@dataclass(frozen=True)
class OpenFile:
    """A file with findings that nothing has answered yet: who, what, how many, since when."""

    unit: UnitRef | None
    period: str | None
    file: str
    errors: int
    explains: int
    warnings: int
    since: datetime
    slugs: tuple[str, ...]
    """Kinds of findings, the most frequent first."""


@dataclass(frozen=True)
class OpenFiles:
    """Every such file below a unit, those with errors first, then the oldest."""

    unit: UnitRef
    rows: tuple[OpenFile, ...]
