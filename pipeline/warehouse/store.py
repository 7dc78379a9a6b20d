"""Warehouse: the writer's side. One process at a time holds it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from importlib.resources import files
from pathlib import Path

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain import clock
from pipeline.domain.event import Event
from pipeline.domain.finding import Finding
from pipeline.domain.submission import FileRead
from pipeline.intake.kept_readings import kept_readings
from pipeline.warehouse import event_log
from pipeline.warehouse.already import PASSED_OVER
from pipeline.warehouse.archive_rows import HELD, are_news
from pipeline.warehouse.changed_headings import ChangedHeadings, note_lines
from pipeline.warehouse.confirmed_words import (
    NamedOtherwise,
    are_released,
    held_for_a_name,
    held_of_sender,
    named_otherwise,
)
from pipeline.warehouse.connection import transaction, writer
from pipeline.warehouse.corrections import apply_corrections, failing
from pipeline.warehouse.decisions import Wish, refused, weigh
from pipeline.warehouse.extracts import refuse_extract
from pipeline.warehouse.fact_tables import create_fact_tables
from pipeline.warehouse.flow import replay
from pipeline.warehouse.late_changes import (
    SLUG,
    admitted_since,
    reason_given,
    reasons_owed,
    waiting_reports,
)
from pipeline.warehouse.layout import refuse_newer
from pipeline.warehouse.let_in import let_in
from pipeline.warehouse.loading import Stored, store
from pipeline.warehouse.locks import CAME_UNDER, Locks, hold_locked, opened_since
from pipeline.warehouse.moments import moment
from pipeline.warehouse.publishing import LAYOUT, Publication, publish, published
from pipeline.warehouse.read_by import note_read
from pipeline.warehouse.redefined import Redefined, Redefining, mend, retain, retained
from pipeline.warehouse.table_shapes import conform
from pipeline.warehouse.unpublished import Unpublished


class Warehouse:
    """An open warehouse; make one with ``Warehouse.open``."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self._mark = Unpublished(path.parent)

    @classmethod
    @contextmanager
    def open(cls, data: Path, catalogue: Catalogue, timeout: float = 0) -> Iterator["Warehouse"]:
        """Open ``data/processed/warehouse.duckdb`` for writing.

        Raises WarehouseBusy, ReadOnlyExtract where ``data`` is a part handed down, and OtherLayout
        where a newer version of the program publishes.
        """
        refuse_extract(data)
        refuse_newer(data)
        path = data / "processed" / "warehouse.duckdb"
        with writer(path, timeout) as connection:
            with transaction(connection):  # one by one, each statement would wait for the disk
                connection.execute(
                    files("pipeline.warehouse").joinpath("schema.sql").read_text("utf-8")
                )
                create_fact_tables(connection, catalogue.tables())
            yield cls(connection, path)

    def as_shown(self, catalogue: Catalogue) -> Publication | None:
        """The publication, if it shows all there is by these definitions, and may go on so.

        For a session that stored nothing new. What an earlier one left unpublished, when it was
        killed for one, makes this None.
        """
        last = published(self.path.parent)
        if last is None or (last.digest, last.layout) != (catalogue.digest, LAYOUT):
            return None
        if self._mark.before:
            return None
        (followed,) = self.connection.execute("select count(*) from flow_event").fetchall()[0]
        if followed != len(event_log.read(self.data)):
            return None
        self._mark.remove()
        return last

    def known_contents(self) -> set[str]:
        """SHA-256 of every file received so far."""
        rows = self.connection.execute("select sha256 from archive_file").fetchall()
        return {sha256 for (sha256,) in rows}

    def accepted_contents(self) -> set[str]:
        """SHA-256 of every file that was accepted."""
        asked = "select sha256 from archive_file where verdict = 'accepted'"
        return {sha256 for (sha256,) in self.connection.execute(asked).fetchall()}

    def held_contents(self, catalogue: Catalogue) -> set[str]:
        """SHA-256 of the files that other definitions held back."""
        if not self.follows_others(catalogue):
            return set()
        return {sha256 for (sha256,) in self.connection.execute(HELD).fetchall()}

    def follows_others(self, catalogue: Catalogue) -> bool:
        """Whether what is published follows from other definitions than these."""
        last = published(self.path.parent)
        return last is not None and last.digest != catalogue.digest

    def looks_again(self, catalogue: Catalogue, events: Sequence[Event]) -> bool:
        """Whether what stays as it was read has to be looked at: by other definitions, or because
        a lock is gone that kept it."""
        return self.follows_others(catalogue) or are_released(self.connection, catalogue, events)

    def held_for_a_name(self) -> set[str]:
        """SHA-256 of the held files that an alias of a unit may reach."""
        return held_for_a_name(self.connection)

    def held_of_sender(self, sender: str) -> set[str]:
        """SHA-256 of the held files that a heading of this sender may reach."""
        return held_of_sender(self.connection, sender)

    def named_otherwise(self, catalogue: Catalogue) -> NamedOtherwise:
        """The files whose unit was told by an alias that holds no more."""
        events = event_log.read(self.data)
        if not self.looks_again(catalogue, events):
            return NamedOtherwise()
        return named_otherwise(self.connection, catalogue, events)

    def news(self, files: Sequence[FileRead]) -> list[FileRead]:
        """The files that say what is not on record. Whatever else came before leaves no trace: a
        folder that is dropped in every morning would lengthen the receipts by itself each time.
        """
        told = zip(files, are_news(self.connection, files), strict=True)
        return [file for file, is_new in told if is_new]

    def changed_headings(self, catalogue: Catalogue) -> ChangedHeadings:
        """The accepted files that may be read otherwise by the headings of now."""
        events = event_log.read(self.data)
        others = self.looks_again(catalogue, events)
        return ChangedHeadings(self.connection, catalogue, events, others)

    def kept_readings(self) -> tuple[Event, ...]:
        """Which files are read otherwise than is confirmed."""
        return kept_readings(event_log.read(self.data))

    def redefining(self, catalogue: Catalogue) -> Redefining:
        """The accepted files that may be read otherwise by the definitions of now."""
        others = published(self.path.parent) is None or self.follows_others(catalogue)
        return Redefining(self.connection, catalogue, event_log.read(self.data), others)

    def retained(self) -> set[str]:
        """SHA-256 of the files that stay as they were read, whatever the definitions are."""
        return set(retained(event_log.read(self.data)))

    def retain(
        self, catalogue: Catalogue, staying: Sequence[Redefined], events: Sequence[Event]
    ) -> None:
        """Let files stay as they were read, and say why."""
        if staying:
            retain(self.connection, catalogue, self.data / "raw" / "archive", staying)
        self.note(events)

    def mend_readings(self, catalogue: Catalogue) -> int:
        """Write kept readings again that are lost, while what they said is stored; how many."""
        archive = self.data / "raw" / "archive"
        return mend(self.connection, catalogue, archive, event_log.read(self.data))

    def note_read(self, catalogue: Catalogue) -> None:
        """Note that all on record is read by the definitions of now, and give tables that shape."""
        if published(self.path.parent) is None or self.follows_others(catalogue):
            note_read(self.connection, catalogue)
            conform(self.connection, catalogue.tables(), catalogue.tables(built_in=True))

    def note_headings(self, catalogue: Catalogue) -> None:
        """Note that all on record is read by the headings of now."""
        note_lines(self.connection, catalogue)

    def note(self, events: Sequence[Event]) -> None:
        """Write into the log what follows from definitions."""
        event_log.append(self.data, events)

    def store(
        self,
        files_read: Iterable[FileRead],
        catalogue: Catalogue,
        reason: str = "",
        *,
        again: bool = False,
    ) -> list[Stored]:
        """Store one batch of judged files in one transaction; locked periods are withheld.

        ``reason`` holds for what these files change late, and for what they did when they were
        sent before. It is on the disk before the change it speaks of: a power cut between the two
        leaves a reason that waits for its change, never a change without its reason. ``again``:
        the files are on record, and judged anew.
        """
        judged = list(files_read)
        late = self._held_of(judged) if again else ()
        events = event_log.read(self.data)
        noted = hold_locked(judged, events, catalogue, late)
        if late:
            noted += let_in(self.connection, judged, late, [*events, *noted], self.moment())
        event_log.append(self.data, noted)
        text = reason.strip()
        answered = partial(self._give_reason, text=text) if text else list
        stored = store(self.connection, judged, catalogue, answered, again=again,
                       admitted=admitted_since([*events, *noted]))  # fmt: skip
        if text:
            locks = Locks(event_log.read(self.data), catalogue)
            sent_again = [one.sha256 for one in stored if one.known and self._open(one, locks)]
            event_log.append(self.data, reasons_owed(self.connection, sent_again, text))
        return stored

    def _open(self, stored: Stored, locks: Locks) -> bool:
        """Whether no locked report of a file waits for the reason of a late change."""
        waiting = waiting_reports(self.connection, stored.sha256, SLUG, None)
        return not any(locks.over(unit, period) for _, unit, period in waiting)

    def _held_of(self, files: Iterable[FileRead]) -> set[str]:
        """SHA-256 of those of these files that have not been accepted up to now."""
        good = self.accepted_contents()
        return {file.sha256 for file in files} - good

    def opened_since(self, catalogue: Catalogue) -> set[str]:
        """SHA-256 of the files that a lock held back, and that is over them no more."""
        came_under = self.connection.execute(CAME_UNDER).fetchall()
        return opened_since(event_log.read(self.data), catalogue, came_under)

    def moment(self) -> datetime:
        """When what comes or is decided now is noted to be."""
        return moment(self.data)

    @property
    def data(self) -> Path:
        """The folder of raw and processed data."""
        return self.path.parents[1]

    def follow(self, catalogue: Catalogue) -> None:
        """Let the log of events say which of the accepted reports count."""
        replay(self.connection, catalogue, event_log.read(self.data))

    def decide(
        self, catalogue: Catalogue, wishes: Sequence[Wish], seen: int | None = None
    ) -> Finding | None:
        """Write wishes into the log and follow them; or say why one is refused, and write none.

        Of several, those that would change nothing are passed over. ``seen``: the publication
        whose numbers of findings are meant.
        """
        self.follow(catalogue)
        last = published(self.path.parent)
        if seen is not None and (last is None or last.number != seen):
            return refused(catalogue, wishes[0], "published-since")
        events: list[Event] = []
        so: Finding | None = None
        at = self.moment()
        if at > clock.now():
            wishes = [replace(wish, at=at) for wish in wishes]
        locks = Locks(event_log.read(self.data), catalogue)
        for wish in wishes:
            weighed = weigh(self.connection, catalogue, locks, wish)
            if not isinstance(weighed, Finding):
                events.append(weighed)
            elif weighed.slug not in PASSED_OVER:
                return weighed
            else:
                so = so or weighed
        if so is not None and not events:
            return so
        event_log.append(self.data, events)
        self.follow(catalogue)
        return None

    def correct(self, catalogue: Catalogue) -> list[Finding]:
        """Lay the corrections over the facts; one finding per cell that could not be."""
        return apply_corrections(self.connection, catalogue)

    def failing_corrections(self, catalogue: Catalogue) -> list[Finding]:
        """What ``correct`` told the last time; nothing is changed."""
        return failing(self.connection, catalogue)

    def _give_reason(self, stored: list[Stored], text: str) -> list[Stored]:
        """Answer the questions why reports were changed late; return what is still to be told."""
        asked = [(one.sha256, f) for one in stored for f in one.findings if f.slug == SLUG]
        event_log.append(
            self.data, [reason_given(sha256, f.unit or "", text) for sha256, f in asked]
        )
        answered = []
        for one in stored:
            rest = tuple(f for f in one.findings if f.slug != SLUG)
            answered.append(replace(one, findings=rest))
        return answered

    def check_sets(self, catalogue: Catalogue, stored: list[Stored]) -> list[Stored]:
        """Make the checks over everything that counts; return ``stored`` with their findings.

        Some compare with published figures, so it comes after these are computed.
        """
        from pipeline.warehouse.set_checks.making import make_checks  # not for known folders

        by_content: dict[str, list[Finding]] = {}
        for found in make_checks(self.connection, catalogue):
            by_content.setdefault(found.sha256, []).append(found.finding)
        return [
            file.told(by_content.get(file.sha256, ())) if file.submissions else file
            for file in stored
        ]

    def publish(self, catalogue: Catalogue, at: datetime | None = None) -> Publication:
        """Make the present state what readers see."""
        publication = publish(
            self.connection, self.path, at or clock.now(), catalogue.digest, catalogue.tables()
        )
        self._mark.remove()
        return publication
