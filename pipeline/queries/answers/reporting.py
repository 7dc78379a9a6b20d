"""Who has reported, and what was found."""

from dataclasses import dataclass
from datetime import date, datetime

from pipeline.domain.event import Deed
from pipeline.domain.noun import Bilingual
from pipeline.domain.status import Status
from pipeline.queries.answers.confirmations import UnknownHeading, UnknownName
from pipeline.queries.answers.references import PeriodRef, UnitRef


@dataclass(frozen=True)
class ChildRow:
    """A unit below: its statuses (worst first) and how complete its reports are.

    ``expected``: units that owe reports, ``reported``: those of which all count, ``held``: those
    that have sent all, of which some do not count.
    """

    unit: UnitRef
    statuses: tuple[tuple[Status, int], ...]
    expected: int
    reported: int
    open_findings: int
    held: int = 0


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
class PeriodLock:
    """A lock: of which period, by whom, since when, why, and for which units it does not hold."""

    period: str
    label: Bilingual
    by: UnitRef
    at: datetime
    text: str
    exempt: tuple[UnitRef, ...]

    def holds_for(self, unit: UnitRef) -> bool:
        """Whether a unit under it is not excepted."""
        return unit.code not in {one.code for one in self.exempt}


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
    """``returned``, ``withdrawn``, ``waiting`` (for approval), ``unexplained``, ``unreasoned``
    (a change after the deadline without its reason), ``approved``; None: nothing yet."""
    flow_by: UnitRef | None = None
    """who returned, withdrew or approved it last"""
    flow_at: datetime | None = None
    flow_text: str = ""
    locked: bool = False
    seal: str | None = None
    """``sealed``: the signed and sealed copy of this version has come; ``wanted``: it has not,
    though ``product.yml`` asks for one; None: neither"""
    sealed_at: datetime | None = None
    period: PeriodRef | None = None
    """the report's own period: a month of the quarter that was asked for"""
    newest: int | None = None
    """the newest accepted version, counting or not: the one that decisions are about"""
    approver: UnitRef | None = None
    """whose approval the newest version waits for"""
    locks: tuple[PeriodLock, ...] = ()
    """over this report, also those from which its unit is excepted"""
    acts: tuple[Deed, ...] = ()
    """what the unit that was asked about may do with it now"""
    excepting: tuple[str, ...] = ()
    """the locked periods of which that unit may except this one (``exempt`` among ``acts``), or
    end that (``unexempt``)"""

    @property
    def standing(self) -> str:
        """``state``, and of what is withheld why: ``unexplained``, ``unreasoned``, ``waiting``,
        ``withdrawn``."""
        why = self.flow in ("unexplained", "unreasoned", "waiting", "withdrawn")
        return self.flow or self.state if why and self.state == "withheld" else self.state

    @property
    def owed(self) -> str | None:
        """What its unit has to do: send it (``missing``), correct it (``withheld``, or
        ``returned`` by a superior) or explain it (``unexplained``), say why it was changed
        (``unreasoned``), or send its signed and sealed copy (``unsealed``). None when nothing; what
        waits for approval is the superior's to act on.
        """
        if self.flow == "unreasoned":
            return "unreasoned"
        if self.seal == "wanted":
            return "unsealed"
        if self.state == "withheld" and self.flow == "returned":
            return "returned"
        what = "missing" if self.standing == "withdrawn" else self.standing
        return what if what in ("missing", "withheld", "unexplained") else None

    @property
    def listed_as(self) -> str:
        """What a list of what is owed says of it: ``returned``, or what else is owed of a report
        that counts (``unreasoned``, ``unsealed``), else ``standing``."""
        own = ("returned", "unreasoned", "unsealed")
        return self.owed if self.owed in own else self.standing


@dataclass(frozen=True)
class SentReports:
    """This version of a unit's reports on these forms, which came together."""

    unit: str
    period: str
    version: int
    forms: tuple[str, ...]


@dataclass(frozen=True)
class ReportingStatus:
    """Who has reported at a unit and period.

    ``unsealed``: how many accepted reports lack their signed and sealed copy; None where
    ``product.yml`` asks for none. ``superiors``: each direct superior with how many of its units
    are to report, whatever ``rows`` are narrowed to. ``locks``: over the unit and this period, by
    itself or a unit above; of these the unit opens what it put itself (``opens``). ``acts``:
    ``lock`` where it may lock the period. ``approving``: whether ``product.yml`` names levels that
    approve.
    """

    unit: UnitRef
    breadcrumb: tuple[UnitRef, ...]
    period: PeriodRef
    forms: tuple[FormStatus, ...]
    children: tuple[ChildRow, ...]
    rows: tuple[ReportRow, ...]
    total_rows: int
    unsealed: int | None = None
    superiors: tuple[tuple[UnitRef | None, int], ...] = ()
    locks: tuple[PeriodLock, ...] = ()
    approving: bool = False
    acts: tuple[Deed, ...] = ()
    opens: tuple[PeriodLock, ...] = ()


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
    """False once it was explained or dismissed, or a later accepted version made it obsolete."""
    explanation: Explanation | None = None
    dismissal: Explanation | None = None
    """That nobody will correct it, and why."""
    stray: bool = False
    """No report that is due answers it: whose it is or for when could not be told, or none is."""
    asks: UnknownName | UnknownHeading | None = None
    """What can be settled about it once for all files, while it is open."""
    period_name: Bilingual | None = None


@dataclass(frozen=True)
class FindingList:
    """Findings under a unit, newest first."""

    unit: UnitRef
    breadcrumb: tuple[UnitRef, ...]
    rows: tuple[FindingRow, ...]
    total: int
    """of the kind and the severity that were asked for"""
    by_slug: tuple[tuple[str, str, int], ...]
    """slug, severity, count; of every kind, whichever was asked for."""
    publication: int = 0
    """In which the findings have these numbers."""
    period: PeriodRef | None = None
    """Whose findings these are; None: every period's."""
    of_no_period: int = 0
    """How many of all these are of files whose period could not be told."""


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
    period_name: Bilingual | None = None


@dataclass(frozen=True)
class OpenFiles:
    """Every such file below a unit, those with errors first, then the oldest."""

    unit: UnitRef
    rows: tuple[OpenFile, ...]


@dataclass(frozen=True)
class OwedForms:
    """What one unit itself owes for one period; where that is nothing, who does owe.

    ``shorter``: the shorter periods within for which it owes. ``below``: how many units below it
    owe reports for the period, or for a period within.
    """

    unit: UnitRef
    period: PeriodRef
    forms: tuple[Bilingual, ...]
    shorter: tuple[PeriodRef, ...]
    below: int
