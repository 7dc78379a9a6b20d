"""Chance that comes out the same on every machine: no libm, no order of calls between topics."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from random import Random
from typing import TypeVar

T = TypeVar("T")
UNIFORMS = 12
"""As many uniform numbers add up to nearly a normal one with deviation 1."""


class Dice(Random):
    """Random numbers of one topic; ``Dice(seed, unit, topic)`` always throws the same."""

    def __init__(self, *names: object) -> None:
        super().__init__(":".join(str(name) for name in names))

    def chance(self, share: float) -> bool:
        """Return True in ``share`` of the cases."""
        return self.random() < share

    def normal(self, mean: float, deviation: float) -> float:
        """Return a number near ``mean``, never further than six deviations."""
        total = 0.0
        for _ in range(UNIFORMS):
            total += self.random()
        return mean + deviation * (total - UNIFORMS / 2)

    def count(self, mean: float) -> int:
        """Return how often something happened that happens ``mean`` times (Poisson)."""
        left, product, found = exp(-mean), self.random(), 0
        while product > left:
            product *= self.random()
            found += 1
        return found

    def part(self, whole: int, share: float, spread: float = 0.03) -> int:
        """Return roughly ``share`` of ``whole``, between none and all."""
        return min(max(round(whole * self.normal(share, spread)), 0), whole)

    def one(self, weights: Sequence[tuple[T, float]]) -> T:
        """Return one of the things, the heavier ones more often."""
        at = self.random() * sum(weight for _, weight in weights)
        for thing, weight in weights:
            at -= weight
            if at < 0:
                return thing
        return weights[-1][0]

    def day(self, first: date, last: date) -> date:
        """Return a day of a span."""
        return first + timedelta(days=self.randrange((last - first).days + 1))

    def yuan(self, low: int, high: int, step: int = 100) -> Decimal:
        """Return an amount of money in whole steps."""
        return Decimal(self.randrange(low // step, max(high // step, low // step) + 1) * step)


@lru_cache(maxsize=4096)
def exp(power: float) -> float:
    """Return e to a power, rounded the same way everywhere."""
    return float(Decimal(repr(power)).exp())
