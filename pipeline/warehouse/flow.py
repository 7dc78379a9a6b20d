"""Flow of reports: which are returned, withdrawn, or waiting to be explained or approved.

Everything follows from the log of events and the reports themselves; nothing is edited.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.event import REVOKES, Deed, Event
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.period import parse_period
from pipeline.warehouse.connection import append, transaction
from pipeline.warehouse.late_changes import admitted_since, unreasoned_reports
from pipeline.warehouse.loading import mark_current
from pipeline.warehouse.revoking import ends
from pipeline.wording.catalogue import catalogue as entries

ACCEPTED = """
select submission, form, unit, period, version, sha256, received_at from submission
where verdict = 'accepted'
"""
ASKED = """
select distinct submission, slug from finding join submission using (submission)
where severity = 'explain' and submission.unit not in (select unnest($repeating::varchar[]))
  and not exists (from current_explanation as said where said.finding = finding.finding)
"""
OUT: dict[Deed, str] = {"return": "returned", "withdraw": "withdrawn"}
Key = tuple[str, str, str]
"""form, unit, period"""


@dataclass(frozen=True)
class Held:
    """A version that does not count although it was accepted: why, since when."""

    submission: int
    why: str
    since: datetime


def replay(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, events: Sequence[Event]
) -> None:
    """Fill ``flow_event`` and ``held_submission`` from the log, and settle what counts."""
    with transaction(connection):
        refill(connection, "flow_event", [event_row(n, e) for n, e in enumerate(events, start=1)])
        held = held_back(connection, catalogue, events)
        before = connection.execute("select * from held_submission order by all").fetchall()
        rows = sorted((h.submission, h.why, h.since) for h in held)
        if rows != before:
            refill(connection, "held_submission", rows)
            mark_current(connection)


def refill(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]
) -> None:
    """Replace the rows of a table."""
    connection.execute(f"delete from {table}")
    append(connection, table, rows)


def event_row(number: int, event: Event) -> tuple[object, ...]:
    """One row of ``flow_event``."""
    return (
        number, event.at, event.deed, event.by, event.text, event.form, event.unit, event.period,
        event.sha256, event.slug, event.sheet, event.cell, event.rule, ";".join(event.exempt),
        event.heading and event.heading.section, event.heading and event.heading.field,
        event.changes, event.model_dump_json(include={"cells"}) if event.cells else None,
    )  # fmt: skip


def held_back(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, events: Iterable[Event]
) -> list[Held]:
    """Versions taken out by the unit or a superior, and those not yet approved everywhere.

    What is returned or withdrawn takes with it every version up to the one it names. A decision
    that was taken back takes nothing out, but had asked for what came while it stood.
    """
    deeds: dict[Key, list[Event]] = {}
    given = list(events)
    for event in given:
        decides = event.deed in (*OUT, "approve", *REVOKES)
        if event.form and event.unit and event.period and decides:
            deeds.setdefault((event.form, event.unit, event.period), []).append(event)
    unexplained = unexplained_reports(connection, catalogue)
    unreasoned = unreasoned_reports(connection, catalogue, admitted_since(given))
    if not (deeds or catalogue.product.flow.approve_at or unexplained or unreasoned):
        return []
    accepted = connection.execute(ACCEPTED).fetchall()
    versions = {(*row[1:4], row[5]): row[4] for row in accepted}
    decided = {key: ends(own) for key, own in deeds.items()}
    found = []
    for submission, form, unit, period, version, sha256, received_at in accepted:
        key, own = (form, unit, period), []
        out, gone = None, 0
        for event, revoked in decided.get(key, ()):
            if event.deed in OUT:
                upto = versions.get((*key, event.sha256), 0)
                out = event if version <= upto and revoked is None else out
                held_then = event.at <= received_at and (revoked is None or received_at < revoked)
                gone = max(gone, upto if held_then else 0)
            elif event.sha256 == sha256 and revoked is None:
                own.append(event.by)
        if out is not None:
            found.append(Held(submission, OUT[out.deed], out.at))
        elif submission in unexplained:
            found.append(Held(submission, "unexplained", received_at))
        elif unreasoned.get(submission, 0) > gone:  # else it was asked for: why is known
            found.append(Held(submission, "unreasoned", received_at))
        elif waiting_for(catalogue, unit, period, own) is not None:
            found.append(Held(submission, "waiting", received_at))
    return found


def unexplained_reports(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> set[int]:
    """Submissions that wait for an explanation, where the configuration lets them wait.

    Only what was found in the file itself makes a report wait: its sender can answer for that.
    Reports that repeat a document have gaps on purpose, and nobody is there to explain them.
    """
    if not catalogue.product.flow.hold_unexplained:
        return set()
    between = slugs_between_reports()
    asked = {"repeating": sorted(catalogue.units_with_gaps)}
    rows = connection.execute(ASKED, asked).fetchall()
    return {number for number, slug in rows if slug not in between}


def slugs_between_reports() -> set[str]:
    """Findings that no report waits for: of checks between reports."""
    return {slug for slug, entry in entries().items() if entry.area == "sets"}


def waiting_for(
    catalogue: Catalogue, unit: str, period: str, approved: Iterable[str]
) -> str | None:
    """The unit that has to approve next; None when nobody has."""
    levels = catalogue.product.flow.approve_at
    if not levels:
        return None
    done = set(approved)
    day = parse_period(period, catalogue.calendars).end
    return next((u for u in approvers(catalogue, unit, day) if u not in done), None)


def approvers(catalogue: Catalogue, unit: str, day: date) -> list[str]:
    """The superiors of a unit on a day that must approve, from below."""
    levels = catalogue.product.flow.approve_at
    above = superiors(catalogue, unit, day)
    return [code for level in levels for code, at in above if at == level]


def superiors(catalogue: Catalogue, unit: str, day: date) -> list[tuple[str, str]]:
    """(code, level) of the units above on a day, from below; of those outside an extract only the
    ones that must approve."""
    found: list[tuple[str, str]] = []
    at, top = place_on(catalogue, unit, day), unit
    while at is not None and at.parent is not None and at.parent not in dict(found):
        at = place_on(catalogue, at.parent, day)
        if at is not None:
            found.append((at.code, at.level))
            top = at.code
    return found + list(catalogue.outside.approving(top, day) if catalogue.outside else ())


def place_on(catalogue: Catalogue, unit: str, day: date) -> OrgUnit | None:
    """The version of a unit on a day, or its last one before: where it stood then, whatever tree
    figures are added up by."""
    begun = [v for v in catalogue.dated_versions(unit) if (v.valid_from or date.min) <= day]
    return begun[-1] if begun else None
