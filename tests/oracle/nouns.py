"""What is sent to the oracle, and what it answers."""

from dataclasses import dataclass
from datetime import date

from pipeline.domain.indicator import Measure
from pipeline.domain.period import Period
from tests.oracle.rows import Amount, Row


@dataclass(frozen=True)
class Report:
    """One version of one form of one unit; ``sections`` without rows say that nothing happened."""

    form: str
    unit: str
    period: Period
    version: int
    accepted: bool
    sections: dict[str, tuple[Row, ...]]
    received: date = date(2024, 1, 1)


@dataclass(frozen=True)
class Span:
    """The days a figure is for, both included."""

    starts: date
    ends: date

    def holds(self, period: Period) -> bool:
        return self.starts <= period.start and period.end <= self.ends


@dataclass(frozen=True)
class Answer:
    """A figure; ``estimate`` adds the last reports of units that are missing."""

    numerator: Amount
    denominator: Amount
    value: Amount
    estimate: Amount
    expected: int
    reported: int
    carried: int
    numerator_carried: Amount = None


NOTHING = Answer(None, None, None, None, 0, 0, 0)


@dataclass(frozen=True, eq=False)
class Part:
    """One measure in one segment, and whether it is the denominator; one object for each."""

    role: str
    segment: str
    measure: Measure
    stock: bool
