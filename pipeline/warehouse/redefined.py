"""Accepted reports that changed definitions read otherwise, and what becomes of them.

They follow the definitions of now, but for two: what is locked does not change, and what was
accepted is not held back for a rule that came later. Such a file stays as it was read, whole, and
a finding says why; its rows are kept beside the archive, so that making everything again comes to
the same. Which file does which stands in the log.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain import clock
from pipeline.domain.event import PERIOD_LOCKED, Event
from pipeline.domain.finding import Finding, Place
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead
from pipeline.intake import former_readings
from pipeline.warehouse.arrival import SubmissionKey
from pipeline.warehouse.connection import append, transaction
from pipeline.warehouse.flow import slugs_between_reports, superiors
from pipeline.warehouse.loading import fetch_number, finding_row
from pipeline.warehouse.locks import Locks, hold_locked
from pipeline.warehouse.read_by import ALL, Changes, first_of
from pipeline.warehouse.readings import (
    LOCKED,
    LOST,
    NOTES,
    REFUSED,
    Compared,
    columns_of,
    compare,
    reading_now,
    stored_readings,
)
from pipeline.warehouse.report_keys import reports_of
from pipeline.wording.catalogue import catalogue as entries

DEEDS = ("adopt", "retain")
MOST_CELLS = 1000
"""So many changed cells of a report are listed in the log; the others are counted."""
WAITING = """
select sha256, form, unit, period from held_submission join submission using (submission)
"""
QUESTIONS = """
select sha256, slug, sheet, cell, rule from finding where severity = 'explain'
and sha256 in (select unnest($contents::varchar[]))
union select sha256, slug, sheet, cell, rule from flow_event where deed = 'explain'
"""
ACCEPTED = """
select sha256 from archive_file
where verdict = 'accepted' and sha256 in (select unnest($contents::varchar[]))
"""
TO_BE_KEPT = """
select sha256 from archive_file anti join (from finding where slug = $lost) using (sha256)
where verdict = 'accepted' and sha256 in (select unnest($contents::varchar[]))
"""
REPORTS = "select form, unit, period from submission where sha256 = ?"


@dataclass(frozen=True)
class Redefined:
    """What becomes of one accepted file. ``stays``: it counts as it was read, because of
    ``notes``; ``reports``: all it gave or gives, ``compared``: how it differs."""

    file: FileRead
    stays: bool
    reports: tuple[SubmissionKey, ...]
    compared: Compared
    notes: tuple[Finding, ...] = ()


@dataclass
class Redefining:
    """What has to be looked at again. ``contents``: SHA-256 of files; ``retained``: those that
    stay as they were read until now; ``forced``: those stored anew whatever they say."""

    connection: duckdb.DuckDBPyConnection
    catalogue: Catalogue
    events: Sequence[Event]
    others: bool
    contents: set[str] = field(default_factory=set)
    forced: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.retained = retained(self.events)
        self.said = {about(event): event for event in self.events if event.deed in DEEDS}
        self.locks = Locks(self.events, self.catalogue)
        if self.others:
            changes = Changes(self.connection, self.catalogue)
            self.forced = changes.late()
            self.contents = changes.contents()
            if changes.by_kind.keys() - {ALL}:
                self.contents |= self.retained.keys()
        self.contents |= {
            sha256 for sha256, event in self.retained.items()
            if event.slug == PERIOD_LOCKED and not self.locked(sha256)
        }  # fmt: skip
        self.contents |= set(unfinished(self.connection, self.events))
        if self.contents:
            asked = self.connection.execute(ACCEPTED, {"contents": sorted(self.contents)})
            self.contents = {sha256 for (sha256,) in asked.fetchall()}

    def locked(self, sha256: str) -> bool:
        """Whether any report of a file on record is locked."""
        reports = self.connection.execute(REPORTS, [sha256]).fetchall()
        return any(self.locks.over(unit, period) is not None for _, unit, period in reports)

    def settle(self, files: Iterable[FileRead]) -> Iterator[Redefined]:
        """What becomes of files that were read and judged by the definitions of now."""
        given = [file for file in files if file.verdict is not Verdict.UNREADABLE]
        hold_locked(given, self.events, self.catalogue)
        contents = [file.sha256 for file in given]
        before = stored_readings(self.connection, contents, self.catalogue.tables().keys())
        asked = set(self.connection.execute(QUESTIONS, {"contents": contents}).fetchall())
        waiting = {(row[0], row[1:]) for row in self.connection.execute(WAITING).fetchall()}
        columns = columns_of(self.connection)
        for file in given:
            stored = before[file.sha256].without_notes()
            compared = compare(stored, reading_now(file, self.catalogue, columns), self.catalogue)
            known = file.sha256 in self.retained or file.sha256 in self.forced
            if compared.same and file.verdict is Verdict.ACCEPTED and not known:
                continue
            notes = tuple(self.notes(file, compared, asked, waiting))
            reports = dict.fromkeys([*stored.reports.values(), *compared.figures])
            yield Redefined(file, bool(notes), tuple(reports), compared, notes)

    def notes(
        self,
        file: FileRead,
        compared: Compared,
        asked: set[tuple[object, ...]],
        waiting: set[tuple[str, SubmissionKey]],
    ) -> Iterator[Finding]:
        """Why a file stays as it was read."""
        for found in file.unexplained:
            key = (found.form or "", found.unit or "", found.period or "")
            if found.severity == "error" or (
                (file.sha256, key) not in waiting and self.would_wait(file, found, asked)
            ):
                yield refused(found)
        for form, unit, period in sorted(compared.figures):
            lock = self.locks.over(unit, period)
            if lock is not None:
                count = len(compared.cells.get((form, unit, period), ()))
                one = self.locks.refusal(file.name, lock, form, unit, period, LOCKED)
                yield Finding(
                    LOCKED, "warning", Place(file.name), None,
                    one.details | self.named(unit) | {"cells": str(count)},
                    form=form, unit=unit, period=period,
                )  # fmt: skip

    def named(self, unit: str) -> dict[str, str]:
        """A unit's name as the details of a finding."""
        versions = self.catalogue.unit_versions(unit)
        name = versions[-1].name if versions else None
        return {"unit_name_zh": name.zh if name else unit,
                "unit_name_en": (name.en or name.zh) if name else unit}  # fmt: skip

    def would_wait(self, file: FileRead, found: Finding, asked: set[tuple[object, ...]]) -> bool:
        """Whether a finding is a new question for which the report would have to wait."""
        place = found.place
        return (
            found.severity == "explain"
            and self.catalogue.product.flow.hold_unexplained
            and found.unit not in self.catalogue.units_with_gaps
            and found.slug not in slugs_between_reports()
            and (file.sha256, found.slug, place.sheet, place.cell, found.rule) not in asked
        )

    def logged(self, one: Redefined) -> Iterator[Event]:
        """What the log has to say of it that it does not say yet."""
        concerned = one.compared.figures | {
            (note.form or "", note.unit or "", note.period or "") for note in one.notes
        }
        mine = [key for key in one.reports if key in concerned]
        before = self.retained.get(one.file.sha256)
        if not mine and (one.stays or before):  # it is about the file as a whole
            mine = [key for key in one.reports if before is None or key == report_of(before)][:1]
        for form, unit, period in mine:
            cells = one.compared.cells.get((form, unit, period), [])
            why = one.notes[0].slug if one.stays else None
            event = Event(
                at=clock.now(), deed="retain" if one.stays else "adopt",
                by=self.top(unit, period), form=form, unit=unit, period=period,
                sha256=one.file.sha256, slug=PERIOD_LOCKED if why == LOCKED else why,
                changes=len(cells), cells=tuple(cells[:MOST_CELLS]),
            )  # fmt: skip
            last = self.said.get(about(event))
            if last is None or last.model_copy(update={"at": event.at}) != event:
                yield event

    def top(self, unit: str, period: str) -> str:
        """The office whose definitions these are: the uppermost one over a unit."""
        day = self.locks.period(period).end
        above = superiors(self.catalogue, unit, day)
        return above[-1][0] if above else unit


def refused(found: Finding) -> Finding:
    """That the definitions of now object to what was accepted before."""
    lay = entries()[found.slug].lay if found.slug in entries() else None
    why = {
        "why_zh": lay.zh.rstrip("。") if lay else found.slug,
        "why_en": lay.en.rstrip(".") if lay else found.slug,
    }
    return Finding(
        REFUSED, "warning", found.place, found.got, why, form=found.form, section=found.section,
        field_id=found.field_id, unit=found.unit, period=found.period, rule=found.rule,
    )  # fmt: skip


def about(event: Event) -> tuple[str | None, ...]:
    """Which report in which file an event is about."""
    return event.sha256, event.form, event.unit, event.period


def report_of(event: Event) -> SubmissionKey:
    """Form, unit and period of the report that an event is about."""
    return event.form or "", event.unit or "", event.period or ""


def retained(events: Iterable[Event]) -> dict[str, Event]:
    """SHA-256 of the files that stay as they were read → the event that says so."""
    last = {event.sha256: event for event in events if event.deed in DEEDS and event.sha256}
    return {sha256: event for sha256, event in last.items() if event.deed == "retain"}


def ended(events: Iterable[Event], contents: Collection[str]) -> list[Event]:
    """That files stay no more as they were read: they are judged anew for another reason."""
    at = {"at": clock.now(), "deed": "adopt", "slug": None, "changes": 0, "cells": ()}
    return [
        event.model_copy(update=at)
        for sha256, event in retained(events).items()
        if sha256 in contents
    ]


def unfinished(connection: duckdb.DuckDBPyConnection, events: Sequence[Event]) -> Iterator[str]:
    """Files of which the log says what the warehouse may not have stored yet."""
    done = fetch_number(connection.execute("select count(*) from flow_event"))
    for event in events[done:]:
        if event.deed in DEEDS and event.sha256:
            yield event.sha256


def retain(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    archive: Path,
    staying: Sequence[Redefined],
) -> None:
    """Tell why files stay as they were read, and keep what is stored of them."""
    number = fetch_number(connection.execute("select coalesce(max(finding), 0) from finding"))
    contents, rows = [one.file.sha256 for one in staying], []
    of = {
        (sha256, form, unit, period): submission
        for submission, sha256, form, unit, period in connection.execute(
            "select submission, sha256, form, unit, period from submission"
            " where sha256 in (select unnest(?::varchar[]))",
            [contents],
        ).fetchall()
    }
    for one in staying:
        for note in one.notes:
            number += 1
            key = (one.file.sha256, note.form or "", note.unit or "", note.period or "")
            rows.append(
                finding_row(number, of.get(key), one.file.sha256, note, one.file.received_at)
            )
    with transaction(connection):
        connection.execute(
            "delete from finding where sha256 in (select unnest(?::varchar[]))"
            " and slug in (select unnest(?::varchar[]))",
            [contents, list(NOTES)],
        )
        append(connection, "finding", rows)
        connection.execute("delete from whole_snapshot")
    keep_stored(connection, catalogue, archive, contents)


def mend(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, archive: Path,
    events: Iterable[Event],
) -> int:  # fmt: skip
    """Write kept readings again that are lost while the warehouse still has what they said; return
    how many. What was read anew for the loss of its reading is not kept in its place."""
    asked = {"contents": sorted(retained(events)), "lost": LOST}
    there = first_of(connection.execute(TO_BE_KEPT, asked).fetchall()) if asked["contents"] else ()
    gone = [sha256 for sha256 in sorted(there) if former_readings.kept(archive, sha256) is None]
    keep_stored(connection, catalogue, archive, gone)
    return len(gone)


def tell_lost(files: Iterable[FileRead], retained: Collection[str]) -> None:
    """Say of judged files that should have stayed as they were read that their reading is lost."""
    for file in files:
        read_now = file.as_stored is None and file.verdict is not Verdict.DUPLICATE
        if file.sha256 not in retained or not read_now:
            continue
        details = {"reading": former_readings.path_of(file.sha256)}
        told = Finding(LOST, "warning", Place(file.name), None, details)
        file.findings += [
            replace(told, form=form, unit=unit, period=period)
            for form, unit, period in reports_of(file)
        ] or [told]


def keep_stored(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    archive: Path,
    contents: Sequence[str],
) -> None:
    """Keep what is stored of files beside the archive."""
    stored = stored_readings(connection, contents, catalogue.tables().keys())
    for sha256, reading in stored.items():
        former_readings.keep(archive, sha256, reading.rows)
