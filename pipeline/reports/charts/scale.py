"""An axis laid between two places of a drawing."""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.wording.axis import Axis


class Scale(Axis):
    """Values between two round ends, as places between ``left`` and ``right``."""

    def __init__(
        self, values: Sequence[Decimal], left: float, right: float, from_zero: bool
    ) -> None:
        super().__init__(values, from_zero)
        self.left, self.right = left, right

    def at(self, value: Decimal) -> float:
        """Where a value stands."""
        return self.left + (self.right - self.left) * float(self.share(value))
