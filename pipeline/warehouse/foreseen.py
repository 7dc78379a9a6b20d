"""Foreseen: what would be said of a file besides its own content, if it were handed in now.

Whether its period is locked, and whether it would change a report after its deadline. Nothing is
kept; what is on record already is left alone.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.finding import Finding
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead
from pipeline.warehouse import event_log
from pipeline.warehouse.arrival import SubmissionKey
from pipeline.warehouse.late_changes import late_change
from pipeline.warehouse.locks import Locks
from pipeline.warehouse.moments import moment
from pipeline.warehouse.publishing import published
from pipeline.warehouse.reader import Reader
from pipeline.warehouse.report_keys import reports_of

LOCKED_NOW = "locked-now"
"""The finding that says a file would be held back by a lock."""
ON_RECORD = "select sha256 from archive_file"
ACCEPTED = """
select form, unit, period, max(received_at) from submission where verdict = 'accepted' group by all
"""


class Foreseen:
    """Tells files that were judged, and are not kept, what they would meet."""

    def __init__(self, data: Path, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.now = moment(data)
        self.locks = Locks(event_log.read(data), catalogue)
        self.known: set[str] = set()
        self.accepted: dict[SubmissionKey, datetime] = {}
        if published(data / "processed") is not None:
            reader = Reader(data)
            self.known = {sha256 for (sha256,) in reader.rows(ON_RECORD)}
            self.accepted = {(f, u, p): at for f, u, p, at in reader.rows(ACCEPTED)}

    def __call__(self, file: FileRead, content: Path) -> None:
        """Add to what is said of a file."""
        if file.sha256 in self.known:
            return
        reports = reports_of(file)
        locked = [found for key in reports if (found := self.lock_over(file, key)) is not None]
        file.findings += locked
        if file.verdict is Verdict.ACCEPTED and not locked:
            file.findings += [f for key in reports for f in self.question(file, key)][:1]

    def lock_over(self, file: FileRead, report: SubmissionKey) -> Finding | None:
        """That a report is locked."""
        form, unit, period = report
        lock = self.locks.over(unit, period)
        if lock is None:
            return None
        told = self.locks.refusal(file.name, lock, form, unit, period, LOCKED_NOW)
        return replace(told, severity="warning")

    def question(self, file: FileRead, report: SubmissionKey) -> list[Finding]:
        """The question why a report is changed after its deadline, where it will be asked."""
        before = self.accepted.get(report)
        if before is None:
            return []
        asked = late_change(self.catalogue, file.name, report, self.now, before)
        return [] if asked is None else [asked]


def is_locked_out(file: FileRead) -> bool:
    """Whether a lock would hold a file back."""
    return any(finding.slug == LOCKED_NOW for finding in file.findings)
