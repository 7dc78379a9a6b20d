"""Which version of a report counts, worked out from the list of all that was done: in plain
Python, from what the decisions say, without the tables and the log.
"""

from dataclasses import dataclass, field
from datetime import datetime

OUT = ("return", "withdraw")


@dataclass
class Sheet:
    """One version of a report, as it was sent."""

    unit: str
    at: datetime
    members: int
    employees: int = 200
    good: bool = True
    named: bool = True
    reason: bool = False
    stored: int = 0
    let_in: datetime | None = None


@dataclass
class Act:
    """A decision about one version."""

    deed: str
    by: str
    sheet: Sheet
    at: datetime
    ended: datetime | None = None


@dataclass
class Books:
    """All that came and was done about one form in one period."""

    above: dict[str, tuple[str, ...]]
    deadline: datetime
    levels: int = 0
    hold_late: bool = False
    sheets: list[Sheet] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    told: list[tuple[str, str, str]] = field(default_factory=list)
    locks: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    was: list[tuple[datetime, dict[tuple[str, str], set[str]]]] = field(default_factory=list)
    repairs: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, sheet: Sheet, now: datetime) -> None:
        """Another file is stored."""
        sheet.stored = len(self.sheets)
        self.sheets.append(sheet)
        self.settle(now, since=sheet)

    def settle(self, now: datetime, since: Sheet | None = None) -> None:
        """Let in whatever nothing holds back any more; ``since``: came with a date of its own."""
        self.was.append((now, {key: set(units) for key, units in self.locks.items()}))
        for one in self.sheets:
            if one.let_in is not None or not (one.good and one.named):
                continue
            if one is since:
                then = [locks for at, locks in self.was if at <= one.at][-1:] or [{}]
                then += [locks for at, locks in self.was if at > one.at]
                free = any(not self.locked(one.unit, locks) for locks in then)
            else:
                free = not self.locked(one.unit)
            if free:
                one.let_in = one.at if one is since and not self.newer(one) else now

    def newer(self, sheet: Sheet) -> bool:
        """Whether a version that was received later is in already."""
        return any(other.at > sheet.at for other in self.versions(sheet.unit))

    def locked(self, unit: str, locks: dict[tuple[str, str], set[str]] | None = None) -> bool:
        """Whether a lock is over a unit's report."""
        standing = self.locks if locks is None else locks
        over = {unit, *self.above[unit]}
        return any(by in over and unit not in left for (_, by), left in standing.items())

    def versions(self, unit: str) -> list[Sheet]:
        """What was accepted, in the order of receipt."""
        found = [one for one in self.sheets if one.unit == unit and one.let_in is not None]
        return sorted(found, key=lambda one: (one.at, one.stored))

    def taken_out(self, sheet: Sheet) -> Act | None:
        """The decision that took a version out, where one stands."""
        order = self.versions(sheet.unit)
        for act in reversed(self.acts):
            mine = act.deed in OUT and act.ended is None and act.sheet.unit == sheet.unit
            if mine and order.index(sheet) <= order.index(act.sheet):
                return act
        return None

    def approved(self, sheet: Sheet) -> list[str]:
        """Whose approvals of a version stand."""
        return [a.by for a in self.acts
                if a.deed == "approve" and a.sheet is sheet and a.ended is None]  # fmt: skip

    def following(self, sheet: Sheet) -> str | None:
        """Whose approval a version waits for."""
        done = self.approved(sheet)
        return next((u for u in self.above[sheet.unit][: self.levels] if u not in done), None)

    def unreasoned(self, sheet: Sheet) -> bool:
        """Whether a version changes another after the deadline and nobody said or asked why."""
        order = self.versions(sheet.unit)
        if not self.hold_late or sheet.reason or sheet.at.date() <= self.deadline.date():
            return False
        before = [one for one in order if one.at < sheet.at and (one.let_in or one.at) < sheet.at]
        if not before:
            return False
        return not any(
            act.deed in OUT and act.sheet.unit == sheet.unit and act.at <= sheet.at
            and (act.ended is None or sheet.at < act.ended)
            and order.index(before[-1]) <= order.index(act.sheet)
            for act in self.acts
        )  # fmt: skip

    def counting(self, unit: str) -> Sheet | None:
        """The version that counts."""
        for one in reversed(self.versions(unit)):
            free = self.taken_out(one) is None and not self.unreasoned(one)
            if free and self.following(one) is None:
                return one
        return None

    def members(self, unit: str) -> int | None:
        """The published members of a unit."""
        sheet = self.counting(unit)
        if sheet is None:
            return None
        expected, value = self.repairs.get(unit, (None, 0))
        return value if sheet.members == expected else sheet.members

    def stale(self) -> dict[str, str]:
        """The repairs that cannot be made, and why."""
        found = {}
        for unit, (expected, value) in self.repairs.items():
            sheet = self.counting(unit)
            if sheet is None:
                found[unit] = "correction-without-report"
            elif sheet.members == value:
                found[unit] = "correction-not-needed"
            elif sheet.members != expected:
                found[unit] = "correction-source-changed"
        return found

    def decide(self, deed: str, by: str, unit: str, now: datetime) -> bool:
        """Do it, where the unit ``by`` may."""
        versions = self.versions(unit)
        if not versions or not self.may(deed, by, versions[-1]):
            return False
        self.told.append((unit, deed, by))
        newest = versions[-1]
        if deed.startswith("un"):
            for act in self.acts:
                same = act.sheet is newest and act.by == by and act.ended is None
                if same and act.deed == deed.removeprefix("un"):
                    act.ended = now
        else:
            self.acts.append(Act(deed, by, newest, now))
        return True

    def may(self, deed: str, by: str, newest: Sheet) -> bool:
        """Whether a unit may do this about the newest version of a report."""
        above, out = self.above[newest.unit], self.taken_out(newest)
        locked = self.locked(newest.unit)
        if deed == "unreturn":
            return out is not None and (out.deed, out.by) == ("return", by) and not locked
        if deed == "unapprove":
            done = self.approved(newest)
            later = done[done.index(by) + 1 :] if by in done else []
            higher = above[above.index(by) + 1 :] if by in above else ()
            return by in done and out is None and not locked and not set(later) & set(higher)
        if out is not None:
            return False
        if deed == "withdraw":
            return by == newest.unit and not locked
        if deed == "return":
            return by in above
        return by == self.following(newest)
