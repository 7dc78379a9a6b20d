"""Accepted reports that are read otherwise since an office settled what a heading means.

What was accepted does not vanish by it, and what is locked does not change: such files stay as
they were read. Which did and which did not stands in the log, so that reading everything again
comes to the same.
"""

from collections.abc import Sequence

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain import clock
from pipeline.domain.event import PERIOD_LOCKED, Event, ReadHeading
from pipeline.domain.finding import Finding, Place
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead
from pipeline.intake.kept_readings import BY_SYNONYM, LOCKED, REFUSED, STILL
from pipeline.warehouse.connection import append, transaction
from pipeline.warehouse.locks import Locks

Line = tuple[str, str, str, str, str]
"""sender, form, section, label, field"""
OF_SENDER = """
select distinct submission.sha256 from submission join archive_file using (sha256)
where submission.verdict = 'accepted' and form = $form
  and $sender in (submission.unit, archive_file.sender)
"""
TOLD = """
select sha256, details ->> '$.sender', finding.form, section, details ->> '$.synonym', field, slug
from finding join archive_file using (sha256)
where slug in (select unnest($slugs::varchar[])) and archive_file.verdict = 'accepted'
"""
REPORTS = """
select sha256, submission.form, submission.unit, submission.period from submission
where verdict = 'accepted' and sha256 in (select unnest($contents::varchar[]))
order by all
"""
QUESTIONS = """
select sha256, slug, sheet, cell, rule from finding
where severity = 'explain' and sha256 in (select unnest($contents::varchar[]))
union
select sha256, slug, sheet, cell, rule from flow_event
where deed = 'explain' and sha256 in (select unnest($contents::varchar[]))
"""


class ChangedHeadings:
    """What has to be read again, and what becomes of it. ``contents``: SHA-256 of the files.

    ``others``: whether other definitions have changed as well, or a lock is gone that kept
    something; then what was kept before is looked at once more.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        catalogue: Catalogue,
        events: Sequence[Event],
        others: bool,
    ) -> None:
        self.catalogue = catalogue
        self.log = {about(event): event for event in events if event.heading is not None}
        self.locks = Locks(events, catalogue)
        self.holding = {
            (one.sender, one.form, one.section, one.label, one.field): one
            for one in catalogue.column_synonyms
        }
        self.contents: set[str] = set()
        self.kept: set[str] = set()
        self.before: dict[str, set[Line]] = {}
        if self.holding.keys() != known_lines(connection) or others:
            self.look(connection)

    def look(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Find the files, and how they were read."""
        for sender, form, *_ in self.holding.keys() - known_lines(connection):
            asked = {"sender": sender, "form": form}
            self.contents |= {c for (c,) in connection.execute(OF_SENDER, asked).fetchall()}
        slugs = {"slugs": [BY_SYNONYM, LOCKED, REFUSED, STILL]}
        for sha256, *words, slug in connection.execute(TOLD, slugs).fetchall():
            line: Line = tuple(words)
            if slug in (BY_SYNONYM, STILL):
                self.before.setdefault(sha256, set()).add(line)
            if slug != BY_SYNONYM:
                self.kept.add(sha256)
            if slug != BY_SYNONYM or line not in self.holding:
                self.contents.add(sha256)
        asked_of = {"contents": sorted(self.contents)}
        self.reports: dict[str, list[tuple[str, str, str]]] = {}
        for sha256, *report in connection.execute(REPORTS, asked_of).fetchall():
            self.reports.setdefault(sha256, []).append(tuple(report))
        self.asked = set(connection.execute(QUESTIONS, asked_of).fetchall())

    def touches(self, file: FileRead) -> bool:
        """Whether a file is read otherwise now; one that is not stays as it is stored."""
        if file.verdict is not None:  # its original is gone
            return False
        return file.sha256 in self.kept or lines_of(file) != self.before.get(file.sha256, set())

    def settle(self, file: FileRead) -> tuple[bool, list[Event]]:
        """Whether a file read and judged by what holds now stays as it was; and what is noted of
        that, per heading and report."""
        before, now = self.before.get(file.sha256, set()), lines_of(file)
        problem = self.problem(file, now - before, before - now)
        noted = []
        for line in sorted(now ^ before):
            for report in self.reports_with(file, line):
                event = self.event(file, line, report, line in (before if problem else now))
                if problem is not None:
                    place = problem.place
                    words = {"deed": "keep", "slug": problem.slug, "sheet": place.sheet,
                             "cell": place.cell, "rule": problem.rule}  # fmt: skip
                    event = event.model_copy(update=words)
                last = self.log.get(about(event))
                if last is None or last.model_copy(update={"at": event.at}) != event:
                    noted.append(event)
        return problem is not None, noted

    def problem(self, file: FileRead, gained: set[Line], lost: set[Line]) -> Finding | None:
        """Why an accepted file stays as it was read; None when it is read anew.

        What is taken back is read no more, even when a report has to be held back for it; but not
        where a locked report of the file would go with it.
        """
        touched = [one for line in sorted(gained | lost) for one in self.reports_with(file, line)]
        if lost and file.verdict is not Verdict.ACCEPTED:
            touched += self.reports.get(file.sha256, ())
        for form, unit, code in touched:
            if self.locks.over(unit, code) is not None:
                return Finding(PERIOD_LOCKED, "error", Place(file.name), form=form)
        if not gained:
            return None
        if file.verdict is not Verdict.ACCEPTED:
            return next(f for f in file.findings if f.severity == "error")
        return next((f for f in file.unexplained if self.would_hold(file, f)), None)

    def would_hold(self, file: FileRead, finding: Finding) -> bool:
        """Whether a finding is a new question for which the report would have to wait."""
        place = finding.place
        key = (file.sha256, finding.slug, place.sheet, place.cell, finding.rule)
        return (
            finding.severity == "explain"
            and self.catalogue.product.flow.hold_unexplained
            and finding.unit not in self.catalogue.units_with_gaps
            and key not in self.asked
        )

    def reports_with(self, file: FileRead, line: Line) -> list[tuple[str, str, str]]:
        """The reports in a file that a heading concerns."""
        sender, form = line[:2]
        return [
            one for one in self.reports.get(file.sha256, ())
            if one[0] == form and sender in (one[1], file.sender)
        ]  # fmt: skip

    def event(self, file: FileRead, line: Line, report: tuple[str, str, str], read: bool) -> Event:
        """That a report is read by a heading, or no more."""
        sender, form, section, label, field = line
        by = self.holding[line].confirmed_by if line in self.holding else None
        for one in self.catalogue.withdrawn_synonyms if by is None else ():
            if (one.sender, one.form, one.section, one.label, one.field) == line:
                by = one.withdrawn_by
        _, unit, period = report
        return Event(
            at=clock.now(), deed="reread", by=by or unit, text=label,
            form=form, unit=unit, period=period, sha256=file.sha256,
            heading=ReadHeading(sender=sender, section=section, label=label, field=field,
                                read=read),
        )  # fmt: skip


def about(event: Event) -> tuple[object, ...]:
    """Which heading of which report in which file an event is about."""
    heading = event.heading
    said = (heading.sender, heading.section, heading.label) if heading else ()
    return event.sha256, event.form, event.unit, event.period, *said


def lines_of(file: FileRead) -> set[Line]:
    """The confirmed headings a file was read by."""
    return {
        (f.details["sender"], f.form or "", f.section or "", f.details["synonym"], f.field_id or "")
        for f in file.findings
        if f.slug == BY_SYNONYM
    }


def known_lines(connection: duckdb.DuckDBPyConnection) -> set[Line]:
    """The headings that held when everything on record was last read by them."""
    rows = connection.execute(
        "select sender, form, section, label, field from confirmed_heading"
    ).fetchall()
    return {tuple(row) for row in rows}


def note_lines(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Note that everything on record is read by the headings that hold now."""
    lines = sorted(
        (one.sender, one.form, one.section, one.label, one.field)
        for one in catalogue.column_synonyms
    )
    if set(lines) != known_lines(connection):
        with transaction(connection):
            connection.execute("delete from confirmed_heading")
            append(connection, "confirmed_heading", lines)
