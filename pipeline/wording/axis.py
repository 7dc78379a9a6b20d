"""An axis with round ends and round steps, as pages and charts both draw it."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


class Axis:
    """Where values stand between two round ends; with ``from_zero`` zero is among them."""

    def __init__(self, values: Sequence[Decimal], from_zero: bool) -> None:
        ends = [*values, Decimal(0)] if from_zero else list(values)
        self.step = round_step(max(ends) - min(ends))
        self.low = (min(ends) / self.step).to_integral_value(ROUND_FLOOR) * self.step
        self.high = (max(ends) / self.step).to_integral_value(ROUND_CEILING) * self.step
        if self.low == self.high and from_zero:
            self.high += self.step
        elif self.low == self.high:  # downwards: an axis of rates should not pass 100 %
            self.low -= self.step

    def share(self, value: Decimal) -> Decimal:
        """A value's place: 0 at the low end, 1 at the high end."""
        return (value - self.low) / (self.high - self.low)

    def ticks(self) -> list[Decimal]:
        """Every round value from end to end."""
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * i for i in range(count + 1)]


def round_step(span: Decimal) -> Decimal:
    """A step of 1, 2 or 5 that divides a span into about four."""
    if span <= 0:
        return Decimal(1)
    raw = span / 4
    unit = Decimal(10) ** raw.adjusted()
    return next(unit * step for step in STEPS if unit * step >= raw)
