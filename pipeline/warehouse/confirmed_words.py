"""Files that an office reaches when it settles how others write, takes that back, or unlocks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain import clock
from pipeline.domain.event import PERIOD_LOCKED, Event
from pipeline.intake.kept_readings import BY_ALIAS, STILL_NAMED, kept_readings
from pipeline.intake.labels import plain
from pipeline.warehouse.locks import Locks

NAMED = """
select distinct sha256, got, unit, slug from finding
where slug in (select unnest($slugs::varchar[]))
order by all
"""
REPORTS = """
select form, unit, period from submission where sha256 = $sha256 and verdict = 'accepted'
order by all
"""
OF_NOBODY = """
select distinct sha256 from finding join archive_file using (sha256)
where verdict = 'withheld'
  and slug in ('unknown-org-unit', 'ambiguous-org-unit', 'unit-not-stated', 'unit-differs')
"""
OF_SENDER = """
select sha256 from archive_file
where verdict = 'withheld' and (
    sender = $sender
    or sha256 in (select sha256 from finding where unit = $sender)
    or sha256 in (select sha256 from submission where unit = $sender))
"""


@dataclass
class NamedOtherwise:
    """Files whose unit was told by an alias that was taken back since: those to be judged again,
    those that stay as they were read because of a lock, and what is to be noted of these.

    ``confirmed``: files that had stayed, by an alias that holds once more; only what is told of
    them changes.
    """

    judged: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)


def named_otherwise(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, events: Sequence[Event]
) -> NamedOtherwise:
    """What becomes of the files read by an alias that holds no more; a file is accepted or held
    as one, so any locked report in it keeps it as it is.

    Those that were read by a heading are found by ``changed_headings``.
    """
    found = NamedOtherwise()
    holding = {plain(one.alias): one.unit for one in catalogue.unit_aliases}
    asked = {"slugs": [BY_ALIAS, STILL_NAMED]}
    locks = Locks(events, catalogue)
    last = {
        about(event): event.deed
        for event in events
        if event.deed in ("keep", "reread") and event.heading is None
    }
    for sha256, alias, unit, slug in connection.execute(NAMED, asked).fetchall():
        if holding.get(plain(alias)) == unit:
            found.confirmed |= {sha256} if slug == STILL_NAMED else set()
            continue
        reports = connection.execute(REPORTS, {"sha256": sha256}).fetchall()
        locked = any(locks.over(whose, period) is not None for _, whose, period in reports)
        (found.kept if locked else found.judged).add(sha256)
        mine = [report for report in reports if report[1] == unit]
        for event in told_of(catalogue, sha256, alias, mine, locked=locked):
            before = last.get(about(event))
            if before != event.deed and (locked or before is not None):
                found.events.append(event)
    return found


def are_released(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, events: Sequence[Event]
) -> bool:
    """Whether any file stays as it was read because of a lock that is gone."""
    kept = {event.sha256 for event in kept_readings(events) if event.slug == PERIOD_LOCKED}
    locks = Locks(events, catalogue) if kept else None
    for sha256 in sorted(filter(None, kept)):
        reports = connection.execute(REPORTS, {"sha256": sha256}).fetchall()
        if locks and reports and not any(locks.over(unit, at) for _, unit, at in reports):
            return True
    return False


def told_of(
    catalogue: Catalogue,
    sha256: str,
    alias: str,
    reports: Iterable[tuple[str, str, str]],
    *,
    locked: bool,
) -> Iterator[Event]:
    """That reports stay those of a unit, or no more."""
    for form, unit, period in reports:
        by = next((one.withdrawn_by for one in catalogue.withdrawn_aliases
                   if (plain(one.alias), one.unit) == (plain(alias), unit)), None)  # fmt: skip
        yield Event(
            at=clock.now(), deed="keep" if locked else "reread",
            by=by or unit, text=alias, form=form, unit=unit, period=period, sha256=sha256,
            slug=PERIOD_LOCKED if locked else None,
        )  # fmt: skip


def about(event: Event) -> tuple[str | None, ...]:
    """Which alias of which report in which file an event is about."""
    return event.sha256, event.form, event.unit, event.period, plain(event.text)


def held_for_a_name(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """SHA-256 of the held files of which it is not known whose they are."""
    return {sha256 for (sha256,) in connection.execute(OF_NOBODY).fetchall()}


def held_of_sender(connection: duckdb.DuckDBPyConnection, sender: str) -> set[str]:
    """SHA-256 of the held files of a unit, or that came in under a name."""
    return {sha256 for (sha256,) in connection.execute(OF_SENDER, {"sender": sender}).fetchall()}
