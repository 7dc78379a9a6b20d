"""Who is reminded of what: reports owed, unit by unit, under those who superintend them."""

from dataclasses import dataclass
from datetime import date

from pipeline.domain.noun import Bilingual
from pipeline.queries.answers.references import PeriodRef, UnitRef


@dataclass(frozen=True)
class Debt:
    """Reports that one unit owes in the same way and by the same day."""

    kind: str
    """As ``ReportRow.owed``: ``missing``, ``returned``, ``withheld``, ``unexplained``,
    ``unreasoned``, ``unsealed``."""
    forms: tuple[Bilingual, ...]
    period: Bilingual | None
    """The reports' own period, where it is not the one asked for: a month of the quarter."""
    due_on: date | None
    days_late: int | None
    """Whole days past ``due_on``; None where it has not passed, and of a reason or a paper
    copy, which have no day of their own."""
    findings: int
    """of what is held back for them; 0 of all else"""
    locked_by: tuple[UnitRef, ...] = ()
    """All who locked the reports' period for this unit, where it would have to send them still."""


@dataclass(frozen=True)
class Debtors:
    """Units that owe the very same, in the order of the list."""

    units: tuple[UnitRef, ...]
    debts: tuple[Debt, ...]


@dataclass(frozen=True)
class Reminder:
    """What one superior has to see to: its own units that owe something.

    ``superior``: None for units that nobody superintends. ``due``: how many of its units are to
    report in the period, whatever the list was narrowed to.
    """

    superior: UnitRef | None
    due: int
    debtors: tuple[Debtors, ...]

    @property
    def owing(self) -> int:
        """How many of its units owe something."""
        return sum(len(alike.units) for alike in self.debtors)

    @property
    def latest(self) -> int | None:
        """The longest delay in days; None where nothing is late."""
        days = [debt.days_late for alike in self.debtors for debt in alike.debts]
        return max((late for late in days if late is not None), default=None)


@dataclass(frozen=True)
class Reminders:
    """Everyone below a unit who owes a report in a period.

    ``on``: the day up to which delays are counted. ``forms``: how many forms are due at all.
    ``cut``: the list of reports it was made from did not hold all that is owed. ``whole``: it held
    all that is owed; of a list that was cut or narrowed the units who owe are not counted in words.
    """

    unit: UnitRef
    period: PeriodRef
    on: date
    forms: int
    debtors: tuple[Debtors, ...]
    by_superior: tuple[Reminder, ...]
    cut: bool
    whole: bool = True

    @property
    def owing(self) -> int:
        """How many units owe something."""
        return sum(len(alike.units) for alike in self.debtors)
