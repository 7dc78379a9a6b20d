"""One union from its first quarter to its last: what its books are made from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.domain.period import Period
from pipeline.sample.dice import Dice
from pipeline.sample.scene import Scene, Union

Row = dict[str, object]
Rows = list[Row]


@dataclass(frozen=True)
class Staff:
    """Employees and members at a quarter's end, and how the members changed in it."""

    employees: int
    female: int
    migrant: int
    temporary: int
    dispatched: int
    employed: int
    non_employed: int
    new: int
    left: int
    new_online: int

    @property
    def members(self) -> int:
        """All members."""
        return self.employed + self.non_employed


@dataclass(frozen=True)
class Life:
    """A union, the quarters it reports for, and its people in each of them."""

    scene: Scene
    union: Union
    staff: tuple[Staff, ...]

    @property
    def quarters(self) -> tuple[Period, ...]:
        """The quarters for which it reports."""
        return self.scene.quarters[self.union.first : self.union.last + 1]

    @property
    def begins(self) -> date:
        """The first day of its books."""
        return self.union.opened_on or self.quarters[0].start

    @property
    def end(self) -> date:
        """The last day of its books."""
        return self.quarters[-1].end

    def dice(self, topic: str) -> Dice:
        """Return the dice of a topic; topics do not disturb each other."""
        return Dice(self.scene.seed, self.union.code, topic)

    def each(self) -> Iterator[tuple[Period, Staff]]:
        """Yield each quarter with its people."""
        yield from zip(self.quarters, self.staff, strict=True)


Entry = Row
"""A ledger entry as it will be in the end; ``snapshot`` hides what was not yet known."""


def snapshots(
    life: Life,
    entries: list[Entry],
    known_on: str,
    at: Callable[[Entry, Period], Row],
) -> list[Rows]:
    """Return the register as it stood at each quarter's end."""
    entries = sorted(entries, key=lambda e: (e[known_on], str(e["id"])))
    return [
        [at(e, quarter) for e in entries if e[known_on] <= quarter.end]  # type: ignore[operator]
        for quarter in life.quarters
    ]


def until(day: object, quarter: Period) -> date | None:
    """Return a day if it has come by the quarter's end."""
    return day if isinstance(day, date) and day <= quarter.end else None
