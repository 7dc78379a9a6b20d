"""What is in force today and ends in the coming quarters."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.domain.noun import Bilingual
from pipeline.queries.answers.references import IndicatorRef, PeriodRef, UnitRef


@dataclass(frozen=True)
class LapsingEntry:
    """One entry of a register that is in force at the period's end and not at a later one's.

    ``amount`` is what it adds alone; ``left`` what its unit has in force at the later end.
    ``carried``: the unit has not reported for the period; its last register is looked at.
    """

    unit: UnitRef
    key: str
    kind: Bilingual | None
    amount: Decimal | None
    lapses_on: date | None
    step: int
    """Which of the steps it is the first to be missing from."""
    left: Decimal | None
    register: str
    """The period of the register."""
    carried: bool


@dataclass(frozen=True)
class LapseStep:
    """The indicator on a later day, by the registers of the period, if nothing is renewed.

    The first step is the period's own end and gives the published value; ``change`` is the
    difference from it. ``lapsing`` counts the entries that end in the step, in reports of the
    period only; it and ``amount`` are absent where no register of the period counts.
    """

    label: Bilingual
    day: date
    lapsing: int | None
    amount: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    change: Decimal | None


@dataclass(frozen=True)
class LapseList:
    """What lapses at a unit in the coming quarters, and what it does to an indicator."""

    unit: UnitRef
    breadcrumb: tuple[UnitRef, ...]
    period: PeriodRef
    indicator: IndicatorRef
    register: Bilingual
    """The section the entries stand in."""
    amount_label: Bilingual
    steps: tuple[LapseStep, ...]
    entries: tuple[LapsingEntry, ...]
    total: int
    """Entries in all, of which ``entries`` may show the first."""
