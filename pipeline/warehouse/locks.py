"""Locks: periods that an office has ended for itself and the units below it, and for whom not.

A lock holds for what is received while it stands, until it is lifted or the unit is excepted; so
reading everything again, with the times of receipt, comes to the same. It holds as well for what
had been held back before it for something else, and could come in by what was settled since: that
stands in the log (``hold``, ``admit``).
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Literal

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain import clock
from pipeline.domain.event import PERIOD_LOCKED, Event
from pipeline.domain.finding import Finding, Place
from pipeline.domain.period import Period, parse_period
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead
from pipeline.warehouse.arrival import SubmissionKey
from pipeline.warehouse.flow import superiors
from pipeline.warehouse.report_keys import reports_of

DEEDS = ("lock", "unlock", "exempt", "unexempt")
LOCKED_SINCE = "locked-since"
"""The finding that says a report of before a lock is held back by it."""
CAME_UNDER = f"""
select distinct sha256, unit, period
from finding join archive_file using (sha256)
where slug = '{PERIOD_LOCKED}' and verdict = 'withheld' and unit is not null and period is not null
"""
"""Which reports a lock holds back since they came: SHA-256, unit, period."""
LockKey = tuple[str, str]
"""period, unit that locked it"""


def locks_of(events: Iterable[Event]) -> dict[LockKey, Event]:
    """The locks that stand after some events, each with the units it does not hold for by then."""
    found: dict[LockKey, Event] = {}
    for event in events:
        if event.period is None or event.deed not in DEEDS:
            continue
        key = (event.period, event.by)
        if event.deed == "lock":
            found[key] = event
        elif event.deed == "unlock":
            found.pop(key, None)
        elif key in found and event.unit is not None:
            others = tuple(unit for unit in found[key].exempt if unit != event.unit)
            more = (event.unit,) if event.deed == "exempt" else ()
            found[key] = found[key].model_copy(update={"exempt": others + more})
    return found


class Locks:
    """The locks that stand after some events, and which reports fall under one."""

    def __init__(self, events: Iterable[Event], catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.given = tuple(events)
        self.standing = locks_of(self.given)
        self.spans = {code: self.period(code) for code, _ in self.standing}

    def period(self, code: str) -> Period:
        """A period by its code."""
        return parse_period(code, self.catalogue.calendars)

    def over(self, unit: str, period: str) -> Event | None:
        """The lock under which a report falls, if any: a locked year holds its quarters too."""
        if not self.standing:
            return None
        at = self.period(period)
        above = {unit, *(code for code, _ in superiors(self.catalogue, unit, at.end))}
        for (code, by), lock in self.standing.items():
            if by in above and unit not in lock.exempt and self.spans[code].contains(at):
                return lock
        return None

    def excepted_at(self, lock: Event, unit: str) -> datetime:
        """Since when a unit is excepted from a lock that stands: since it was put, or later."""
        return max(
            (e.at for e in self.given
             if e.deed == "exempt" and (e.period, e.by, e.unit) == (lock.period, lock.by, unit)
             and e.at > lock.at),
            default=lock.at,
        )  # fmt: skip

    def refusal(
        self, where: str, lock: Event, form: str, unit: str, period: str, slug: str = PERIOD_LOCKED
    ) -> Finding:
        """Why a report can neither come nor go, or what ``slug`` says; ``where``: its file, or
        what names it."""
        versions = self.catalogue.unit_versions(lock.by)
        name = versions[-1].name if versions else None
        at = self.period(period)
        details = {
            "period_zh": at.label("zh"), "period_en": at.label("en"),
            "by_zh": name.zh if name else lock.by, "by_en": name.en if name else lock.by,
            "locked": str(lock.period), "day": str(lock.at.date()),
        }  # fmt: skip
        return Finding(slug, "error", Place(where), details=details, form=form,
                       unit=unit, period=period)  # fmt: skip


def hold_locked(
    files: Iterable[FileRead],
    events: Iterable[Event],
    catalogue: Catalogue,
    late: Collection[str] = (),
) -> list[Event]:
    """Withhold files with a report of a locked period, and say whom to ask.

    ``late``: contents that have been held back up to now; a lock that was put since they came holds
    for them too. Returns what is to be noted of these.
    """
    given = list(events)
    known = [event for event in given if event.deed in DEEDS]
    held = held_since(given)
    noted: list[Event] = []
    for file in files if known else ():
        if file.verdict is not Verdict.ACCEPTED or held_from_the_start(file, known, catalogue):
            continue
        if file.sha256 not in held and file.sha256 not in late:
            continue
        locked = withhold(file, Locks(known, catalogue), LOCKED_SINCE)
        if file.sha256 in late and locked and file.sha256 not in held:
            noted += [told_of(file, "hold", by, report) for report, by in locked]
        elif file.sha256 in late and not locked and file.sha256 in held:
            by = held[file.sha256]
            noted += [told_of(file, "admit", by, report) for report in reports_of(file)]
    return noted


def held_from_the_start(file: FileRead, known: Sequence[Event], catalogue: Catalogue) -> bool:
    """Hold back a file that came under a lock, unless that was lifted since; return whether.

    Once in, a lock that is put again finds it there.
    """
    before = [event for event in known if event.at <= file.received_at]
    locks = Locks(before, catalogue)
    if not locks.standing or is_open(file, locks):
        return False
    for number in range(len(before) + 1, len(known) + 1):
        if is_open(file, Locks(known[:number], catalogue)):
            return False
    return bool(withhold(file, locks))


def is_open(file: FileRead, locks: Locks) -> bool:
    """Whether no report of a file is locked."""
    return not any(locks.over(unit, period) for _, unit, period in reports_of(file))


def withhold(
    file: FileRead, locks: Locks, slug: str = PERIOD_LOCKED
) -> list[tuple[SubmissionKey, str]]:
    """Hold a file back for its locked reports; return these, each with who locked it."""
    found = []
    for form, unit, period in reports_of(file) if locks.standing else ():
        lock = locks.over(unit, period)
        if lock is not None:
            file.findings.append(locks.refusal(file.name, lock, form, unit, period, slug))
            file.verdict = Verdict.WITHHELD
            found.append(((form, unit, period), lock.by))
    return found


def told_of(
    file: FileRead, deed: Literal["hold", "admit"], by: str, report: SubmissionKey
) -> Event:
    """The line of the log about a report in a file; ``by``: who locked it."""
    form, unit, period = report
    return Event(at=clock.now(), deed=deed, by=by, form=form, unit=unit, period=period,
                 sha256=file.sha256, slug=LOCKED_SINCE)  # fmt: skip


def held_since(events: Iterable[Event]) -> dict[str, str]:
    """SHA-256 of the files that a lock holds back though they came before it → who locked."""
    found: dict[str, str] = {}
    for event in events:
        if event.deed == "hold" and event.sha256:
            found[event.sha256] = event.by
        elif event.deed == "admit" and event.sha256:
            found.pop(event.sha256, None)
    return found


def opened_since(
    events: Sequence[Event], catalogue: Catalogue, came_under: Iterable[tuple[str, str, str]]
) -> set[str]:
    """SHA-256 of those of them, and of those that came under a lock, that no lock is over any more.

    ``came_under``: SHA-256, unit and period of each report that is held since it came.
    """
    held = held_since(events)
    waiting = [(e.sha256 or "", e.unit or "", e.period or "") for e in events if e.deed == "hold"]
    waiting = [one for one in waiting if one[0] in held] + list(came_under)
    if not waiting:
        return set()
    locks = Locks(events, catalogue)
    over = {sha256 for sha256, unit, period in waiting if locks.over(unit, period) is not None}
    return {sha256 for sha256, _, _ in waiting} - over
