"""Locks: periods that an office has ended for itself and the units below it, and for whom not.

A lock holds for what is received while it stands; so reading everything again, with the times of
receipt, comes to the same.
"""

from collections.abc import Iterable

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.event import PERIOD_LOCKED, Event
from pipeline.domain.finding import Finding, Place
from pipeline.domain.period import Period, parse_period
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead
from pipeline.warehouse.flow import superiors
from pipeline.warehouse.loading import keys_of

DEEDS = ("lock", "unlock", "exempt", "unexempt")
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
        self.standing = locks_of(events)
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

    def refusal(
        self, where: str, lock: Event, form: str, unit: str, period: str, slug: str = PERIOD_LOCKED
    ) -> Finding:
        """Why a report can neither come nor go, or what ``slug`` says; ``where``: its file, or
        what names it."""
        versions = self.catalogue.unit_versions(lock.by)
        name = versions[-1].name if versions else None
        details = {
            "by_zh": name.zh if name else lock.by, "by_en": name.en if name else lock.by,
            "locked": str(lock.period), "day": str(lock.at.date()),
        }  # fmt: skip
        return Finding(slug, "error", Place(where), details=details, form=form,
                       unit=unit, period=period)  # fmt: skip


def hold_locked(files: Iterable[FileRead], events: Iterable[Event], catalogue: Catalogue) -> None:
    """Withhold files with a report of a locked period, and say whom to ask."""
    known = [event for event in events if event.deed in DEEDS]
    for file in files if known else ():
        locks = Locks((event for event in known if event.at <= file.received_at), catalogue)
        if file.verdict is not Verdict.ACCEPTED or not locks.standing:
            continue
        for form, unit, period in dict.fromkeys(k for s in file.sections for k in keys_of(s)):
            lock = locks.over(unit, period)
            if lock is not None:
                file.findings.append(locks.refusal(file.name, lock, form, unit, period))
                file.verdict = Verdict.WITHHELD
