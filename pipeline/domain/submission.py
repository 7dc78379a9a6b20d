"""What was read from files: typed columns with coordinates, before and after judgement.

These travel in thousands from reader processes to the warehouse, so they hold columns, not
objects per cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, repeat

from pipeline.domain.explanation import Explanations
from pipeline.domain.finding import Finding
from pipeline.domain.status import Verdict

StoredRows = dict[str, list[dict[str, str | None]]]
"""Table → its rows of one file, every value as text."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as a browser hands it over; ``name`` may name folders, and is trusted in nothing."""

    name: str
    content: bytes


@dataclass(slots=True)
class SectionRead:
    """The rows of one section found on one sheet.

    ``cells``: field → column letter (``list``) or address (``card``). ``columns``: field →
    values parallel to ``source_rows``, typed as the field says (int, Decimal, str, date, bool),
    None where blank or refused. ``approximate``: per row, ``;``-joined ids of fields given
    roughly (约, 余). rows_seen = rows loaded + rows_rejected + rows_other, always.

    ``unit`` and ``period`` are the sheet's own (None when only its rows carry them). ``nil`` is
    an explicit "nothing to report" (a single data row that says 无): a report with no rows. A
    section that is merely empty is not a report and is not passed on at all.
    """

    form: str
    section: str
    table: str
    version: str
    sheet: str
    layout: str
    cells: dict[str, str]
    source_rows: list[int]
    units: list[str]
    periods: list[str]
    columns: dict[str, list[object]]
    approximate: list[str | None]
    rows_seen: int = 0
    rows_rejected: int = 0
    rows_other: int = 0
    unit: str | None = None
    period: str | None = None
    nil: bool = False
    required_cells: int = 0
    filled_cells: int = 0


def joined_column(reads: Sequence[SectionRead], field: str) -> list[object]:
    """A column over several sections, one after the other; None where a sheet does not have it."""
    try:
        return list(chain.from_iterable([read.columns[field] for read in reads]))
    except KeyError:
        blank = (read.columns.get(field) or repeat(None, len(read.source_rows)) for read in reads)
        return list(chain.from_iterable(blank))


@dataclass(frozen=True, slots=True)
class RuleNotRun:
    """A rule of a form that had nothing to be made on in one report.

    ``reason``: ``field-missing`` (the sheet has no such column or label; ``fields`` says which)
    or ``blank`` (in no row is everything filled that the rule compares).
    """

    form: str
    table: str
    rule: str
    reason: str
    unit: str
    period: str
    fields: tuple[str, ...] = ()


@dataclass(slots=True)
class FileRead:
    """One archived file and everything found in it.

    ``verdict`` is None until judged, except for files that could not be read. A file with any
    finding of severity error is withheld whole.
    """

    name: str
    sha256: str
    size: int
    received_at: datetime
    sender: str | None = None
    sections: list[SectionRead] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    verdict: Verdict | None = None
    rules_not_run: list[RuleNotRun] = field(default_factory=list)
    explanations: Explanations = field(default_factory=Explanations)
    as_stored: StoredRows | None = None
    """Of a file that stays as it was read: its rows by table, each value as text."""

    @property
    def unexplained(self) -> list[Finding]:
        """What its sender is to be told: findings that the file itself explains are not."""
        if not self.explanations:
            return self.findings
        return [one for one in self.findings if self.explanations.of(one) is None]
