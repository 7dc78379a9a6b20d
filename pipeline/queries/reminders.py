"""催报: who owes what since when, all together and superior by superior.

A report is late from the day after it was due. What waits for a superior's approval is owed by
nobody below; a report that is returned or held back is as late as one that never came.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from pipeline.domain import clock
from pipeline.queries.answers import (
    Debt,
    Debtors,
    Reminder,
    Reminders,
    ReportingStatus,
    ReportRow,
    Snapshot,
    UnitRef,
)

KINDS = ("missing", "withdrawn", "returned", "withheld", "unexplained", "unreasoned", "unsealed")
"""What a unit may owe, in the order in which it is told. ``withdrawn``: missing, as it took its
report back itself."""
DATELESS = ("unreasoned", "unsealed")
"""Of a report that counts: a reason or a paper copy, which has no day of its own to be late by."""

SENT = ("missing", "withdrawn", "returned", "withheld")
"""What is put right by sending a report, which a locked period does not take."""
Alike = tuple[str, date | None, str | None, tuple[UnitRef, ...]]
"""What is owed, by when, for which other period, and whose locks are in the way."""


def counted_to(snapshot: Snapshot, on: date | None = None) -> date:
    """The day up to which delays are counted: the one asked for, or that of a look back, or today.

    Today by the clock of this computer: a list that nobody added to goes on getting later.
    """
    return on or snapshot.as_of or clock.now().date()


def reminders(answer: ReportingStatus, on: date) -> Reminders:
    """Who of the listed reports has to be reminded on a day, in the order of the list."""
    owed = [row for row in answer.rows if row.owed is not None]
    due = {above.code if above else None: units for above, units in answer.superiors}
    by_superior: dict[UnitRef | None, list[ReportRow]] = defaultdict(list)
    for row in owed:
        by_superior[row.parent].append(row)
    return Reminders(
        unit=answer.unit,
        period=answer.period,
        on=on,
        forms=len(answer.forms),
        debtors=debtors(owed, answer, on),
        by_superior=tuple(
            Reminder(above, due.get(above.code if above else None, 0), debtors(rows, answer, on))
            for above, rows in sorted(by_superior.items(), key=place)
        ),
        cut=is_cut(answer),
        whole=not is_cut(answer) and not is_narrowed(answer),
    )


def place(entry: tuple[UnitRef | None, list[ReportRow]]) -> tuple[bool, str]:
    """By code; those whom nobody superintends come first."""
    above, _ = entry
    return above is not None, above.code if above else ""


def debtors(rows: Sequence[ReportRow], answer: ReportingStatus, on: date) -> tuple[Debtors, ...]:
    """Units with what they owe; those that owe the same together."""
    by_unit: dict[UnitRef, list[ReportRow]] = defaultdict(list)
    for row in rows:
        by_unit[row.unit].append(row)
    alike: dict[tuple[Debt, ...], list[UnitRef]] = defaultdict(list)
    for unit, own in by_unit.items():
        alike[debts(own, answer, on)].append(unit)
    return tuple(Debtors(tuple(units), what) for what, units in alike.items())


def debts(rows: Iterable[ReportRow], answer: ReportingStatus, on: date) -> tuple[Debt, ...]:
    """What one unit owes: what is missing first, and of each kind what was due first."""
    together: dict[Alike, list[ReportRow]] = defaultdict(list)
    for row in rows:
        if row.owed is not None:
            kind = "withdrawn" if row.standing == "withdrawn" else row.owed
            locked = locked_by(row) if kind in SENT else ()
            together[kind, row.due_on, other_period(row, answer), locked].append(row)
    found = [
        Debt(
            kind=kind,
            forms=tuple(row.form_title for row in own),
            period=own[0].period.label if period and own[0].period else None,
            due_on=due_on,
            days_late=None if kind in DATELESS else days_late(due_on, on),
            findings=sum(row.findings for row in own) if kind == "withheld" else 0,
            locked_by=locked,
        )
        for (kind, due_on, period, locked), own in together.items()
    ]
    found.sort(key=lambda debt: (KINDS.index(debt.kind), debt.due_on or date.max))
    return tuple(found)


def locked_by(row: ReportRow) -> tuple[UnitRef, ...]:
    """Whose locks keep a report out: each has to let it in."""
    return tuple(dict.fromkeys(lock.by for lock in row.locks if lock.holds_for(row.unit)))


def other_period(row: ReportRow, answer: ReportingStatus) -> str | None:
    """The period of a report where it is not the one asked for."""
    code = row.period.code if row.period else None
    return None if code == answer.period.code else code


def days_late(due_on: date | None, on: date) -> int | None:
    """Whole days past the day something was due; None where that has not passed."""
    return (on - due_on).days if due_on is not None and on > due_on else None


def late_by(row: ReportRow, on: date) -> int | None:
    """How many days late a report is on a day, or was when it came; None where it is not."""
    if row.owed is not None and row.owed not in DATELESS:
        return days_late(row.due_on, on)
    if row.state != "late" or row.received_at is None:
        return None
    return days_late(row.due_on, row.received_at.date())


def is_narrowed(answer: ReportingStatus) -> bool:
    """Whether the list was asked for a part of what is due: a form, a state, a unit."""
    return answer.total_rows < sum(form.expected for form in answer.forms)


def is_cut(answer: ReportingStatus) -> bool:
    """Whether reports that are owed may be missing from the list, which begins with them."""
    if answer.total_rows <= len(answer.rows):
        return False
    last = answer.rows[-1] if answer.rows else None
    return last is None or last.owed is not None or last.state in ("missing", "withheld")
