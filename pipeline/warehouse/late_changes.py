"""Reports changed after their deadline: taken, and asked why until somebody says it.

Where ``flow.hold_late_changes`` says so, the change counts only then.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain import clock
from pipeline.domain.event import Event
from pipeline.domain.explanation import starred
from pipeline.domain.finding import Finding, Place
from pipeline.warehouse.arrival import SubmissionKey

SLUG = "changed-after-deadline"
Admitted = Mapping[str, datetime]
"""SHA-256 of files that were let in after a newer version of their report had come → when."""
NOBODY: Admitted = {}
CAME_IN = """
came_in as (       -- when a file was let in: until then there was nothing for others to change
    select submission, sha256, form, unit, period, version, received_at,
           coalesce(let_in, received_at) as since
    from submission left join (
        select unnest($files::varchar[]) as sha256, unnest($moments::timestamp[]) as let_in
    ) using (sha256)
    where verdict = 'accepted')
"""
TOUCHED = """
with touched as (
    select distinct sha256 from submission semi join (
        select unnest($forms::varchar[]) as form, unnest($units::varchar[]) as unit,
               unnest($periods::varchar[]) as period
    ) using (form, unit, period))
"""
CHANGES = f"""{TOUCHED}, {CAME_IN}
select later.sha256, archive_file.name, later.form, later.unit, later.period, later.received_at,
       max(earlier.received_at)
from came_in as later
join came_in as earlier using (form, unit, period)
join archive_file on archive_file.sha256 = later.sha256
where later.sha256 in (from touched)
  and earlier.received_at < later.received_at and earlier.since < later.received_at
group by all
order by later.received_at, later.sha256, later.form, later.unit, later.period
"""
ASKED = f"""{TOUCHED}
select sha256, finding, form, unit, period, details from finding
where slug = $slug and sha256 in (from touched)
"""
OPEN = """
select sha256, unit from finding
where slug = $slug and sha256 in (select unnest($contents::varchar[]))
  and not exists (from current_explanation as said where said.finding = finding.finding)
"""
WAITING = """
select form, unit, period from submission join held_submission using (submission)
where sha256 = $sha256 and why in ('unexplained', 'unreasoned')
  and (submission = $submission or $whole)
order by all
"""
UNANSWERED = f"""with {CAME_IN}
select later.submission, later.form, later.period, later.received_at, max(earlier.version)
from came_in as later
join came_in as earlier using (form, unit, period)
where earlier.received_at < later.received_at and earlier.since < later.received_at
  and later.unit not in (select unnest($repeating::varchar[]))
  and later.sha256 in (
        select sha256 from finding where slug = $slug
        and not exists (from current_explanation as said where said.finding = finding.finding))
group by all
"""


def late_changes(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, reports: Iterable[SubmissionKey],
    admitted: Admitted,
) -> dict[str, tuple[Finding, datetime]]:  # fmt: skip
    """SHA-256 of a file → the question why it changes an accepted report after its deadline, and
    when it came, where it is not asked yet. One question a file, on its first such report.

    ``reports``: those with versions stored, or judged anew, just now; every version of them is
    looked at, because files may come, and come in, in any order. Questions that stand follow. A
    report that was not accepted before it is no change: an earlier file that is let in afterwards
    makes none of it.
    """
    keys = list(reports)
    if not keys:
        return {}
    asked = {"forms": [k[0] for k in keys], "units": [k[1] for k in keys],
             "periods": [k[2] for k in keys]}  # fmt: skip
    found: dict[str, tuple[Finding, datetime]] = {}
    for row in connection.execute(CHANGES, asked | moments(admitted)).fetchall():
        sha256, name, form, unit, period, received_at, before = row
        if sha256 in found or form not in catalogue.forms:  # a form taken out is owed by nobody
            continue
        finding = late_change(catalogue, name, (form, unit, period), received_at, before)
        if finding is None:
            continue
        found[sha256] = finding, received_at
    stands = connection.execute(ASKED, {**asked, "slug": SLUG}).fetchall()
    for sha256, number, form, unit, period, details in stands:
        now, _ = found.pop(sha256, (None, None))
        if now is None or (now.form, now.unit, now.period, now.details) != (
            form, unit, period, json.loads(details)
        ):  # fmt: skip
            follow(connection, number, now)
    return found


def late_change(
    catalogue: Catalogue, name: str, report: SubmissionKey, received_at: datetime, before: datetime
) -> Finding | None:
    """The question why a report in the file ``name`` was changed after its deadline; None where it
    came in time. ``before``: when the newest accepted version before it came."""
    form, unit, period = report
    deadline = catalogue.due_on(form, period)
    if received_at.date() <= deadline:
        return None
    details = {"deadline": str(deadline), "received": str(received_at.date()),
               "before": str(before.date())}  # fmt: skip
    return Finding(SLUG, "explain", Place(name), details=details, form=form, unit=unit,
                   period=period)  # fmt: skip


def follow(connection: duckdb.DuckDBPyConnection, number: int, now: Finding | None) -> None:
    """Let a question that stands say what is so now, or take it back; no delta can say either."""
    connection.execute("delete from whole_snapshot")
    if now is None:
        connection.execute("delete from finding where finding = ?", [number])
        return
    connection.execute(
        "update finding set details = ?, form = ?, unit = ?, period = ? where finding = ?",
        [json.dumps(now.details, ensure_ascii=False), now.form, now.unit, now.period, number],
    )


def unreasoned_reports(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, admitted: Admitted
) -> dict[int, int]:
    """Submissions that change an accepted report after its deadline and wait for the reason, where
    the configuration lets them wait → the accepted version before each.

    A file is asked once, about all it changes; what else it holds does not wait. Reports that
    repeat a document have nobody to ask.
    """
    if not catalogue.product.flow.hold_late_changes:
        return {}
    asked = {"slug": SLUG, "repeating": sorted(catalogue.units_with_gaps), **moments(admitted)}
    rows = connection.execute(UNANSWERED, asked).fetchall()
    return {
        number: before
        for number, form, period, received_at, before in rows
        if received_at.date() > catalogue.due_on(form, period)
    }


def admitted_since(events: Iterable[Event]) -> Admitted:
    """SHA-256 of the files that were let in later than they came → when, by the log."""
    found: dict[str, datetime] = {}
    for event in events:
        if event.deed == "admit" and event.sha256:
            found.setdefault(event.sha256, event.at)
    return found


def moments(admitted: Admitted) -> dict[str, list[str] | list[datetime]]:
    """The same, for a query with ``CAME_IN``."""
    return {"files": list(admitted), "moments": list(admitted.values())}


def waiting_reports(
    connection: duckdb.DuckDBPyConnection, sha256: str | None, slug: str, submission: int | None
) -> list[tuple[str, str, str]]:
    """Form, unit and period of the reports that may count once a finding of a file is explained.

    A change after the deadline is asked of the whole file; else ``submission`` waits.
    """
    asked = {"sha256": sha256, "submission": submission, "whole": slug == SLUG}
    return connection.execute(WAITING, asked).fetchall()


def reason_given(sha256: str, unit: str, text: str) -> Event:
    """The line of the log that answers the question; who answers is the reporting unit."""
    now = clock.now()
    return Event(at=now, deed="explain", by=unit, text=starred(text), slug=SLUG, sha256=sha256)


def reasons_owed(
    connection: duckdb.DuckDBPyConnection, contents: Iterable[str], text: str
) -> list[Event]:
    """What answers the questions that files on record still have, sent again with a reason."""
    asked = {"slug": SLUG, "contents": sorted(set(contents))}
    rows = connection.execute(OPEN, asked).fetchall() if asked["contents"] else []
    return [reason_given(sha256, unit or "", text) for sha256, unit in rows]
