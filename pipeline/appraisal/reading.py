"""Reading: the figure an item looks at, with everything its rule may compare it with."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipeline.domain.scoring_rule import Quantity

HUNDRED = Decimal(100)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Reading:
    """One unit's figure for one item; percent are 0 to 100, figures in the target's unit.

    ``before`` is the figure of the same span a year earlier. ``expected`` and ``reported`` say how
    complete the figure is. ``absent`` says why there is no figure: ``no_report``, ``no_target``,
    ``no_mark``, ``no_score``; ``not_due`` that none can be owed yet. A duty with several spans is
    read by them: ``value`` were done of ``goal``, and ``counting`` names what they are (quarter).
    """

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    goal: Decimal | None = None
    baseline: Decimal | None = None
    due: Decimal = HUNDRED
    lower_better: bool = False
    before: Decimal | None = None
    expected: int = 0
    reported: int = 0
    absent: str | None = None
    counting: str | None = None
    within: str | None = None
    """Of a duty: the one span it is the figure of, where that is another period."""

    @property
    def incomplete(self) -> bool:
        """Whether reports are missing behind the figure."""
        return self.reported < self.expected

    def due_level(self, goal: Decimal, *, pace: bool = True) -> Decimal:
        """The figure due on the day: b + (g - b) × d; the goal where the way has no start."""
        if not pace or self.lower_better or self.baseline is None:
            return goal
        return self.baseline + (goal - self.baseline) * self.due / HUNDRED

    def amount(self, of: Quantity) -> Decimal | None:
        """The quantity a rule looks at; None where it cannot be said."""
        if self.value is None or of == "value":
            return self.value
        if of == "change":
            return percent(self.value - self.before, self.before) if self.before else None
        if self.goal is None:
            return None
        if of == "ahead":
            gap = self.value - self.due_level(self.goal)
            return -gap if self.lower_better else gap
        if self.lower_better or self.baseline is None:
            return None
        done = percent(self.value - self.baseline, self.goal - self.baseline)
        if of == "completion" or done is None:
            return done
        return percent(done, self.due)

    def as_text(self) -> dict[str, Any]:
        """The reading as JSON takes it; decimals as text, so that nothing is lost."""
        told = {}
        for name, value in self.__dict__.items():
            told[name] = str(value) if isinstance(value, Decimal) else value
        return told


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """A share in percent; None of nothing."""
    return HUNDRED * part / whole if whole else None


def reading_from(told: dict[str, Any]) -> Reading:
    """A reading from what ``as_text`` gave."""
    numbers = ("value", "numerator", "denominator", "goal", "baseline", "due", "before")
    read: dict[str, Any] = {
        k: Decimal(v) if k in numbers and v is not None else v for k, v in told.items()
    }
    return Reading(**read)
