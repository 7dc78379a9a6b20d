"""When each report arrives: mostly in time, some late, some never."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.period import Period
from pipeline.sample.dice import Dice
from pipeline.sample.scene import FORM_SET, Scene, Union

LATE, MISSING, MISSING_AT_LAST = 0.06, 0.02, 0.05
EARLIEST, LATEST = 12, 21
"""Days before the deadline, and after it, between which reports come."""


@dataclass(frozen=True)
class Delivery:
    """One report on its way; ``received_on`` is None where it never comes."""

    unit: str
    period: str
    due_on: date
    received_on: date | None

    @property
    def late(self) -> bool:
        """Whether it comes after its deadline."""
        return self.received_on is not None and self.received_on > self.due_on

    @property
    def name(self) -> str:
        """Path of the file below the inbox."""
        return f"{self.period}/{self.unit}_{self.period}.xlsx"


def deliveries(scene: Scene, catalogue: Catalogue) -> dict[str, list[Delivery]]:
    """Return what each union sends, by its code, in the order of the quarters."""
    days = min(catalogue.forms[f].due_days for f in catalogue.product.form_sets[FORM_SET].forms)
    return {
        union.code: [
            delivery(scene, union, quarter, days)
            for quarter in scene.quarters[union.first : union.last + 1]
        ]
        for union in scene.unions
    }


def delivery(scene: Scene, union: Union, quarter: Period, days: int) -> Delivery:
    """Decide one delivery."""
    dice = Dice(scene.seed, union.code, "post", quarter.code)
    due = quarter.end + timedelta(days=days)
    missing = MISSING_AT_LAST if quarter == scene.quarters[-1] else MISSING
    if dice.chance(missing):
        return Delivery(union.code, quarter.code, due, None)
    if dice.chance(LATE):
        return Delivery(
            union.code, quarter.code, due, due + timedelta(days=dice.randrange(1, LATEST))
        )
    early = min(days - 1, EARLIEST)
    return Delivery(union.code, quarter.code, due, due - timedelta(days=dice.randrange(early + 1)))


def moment(day: date) -> float:
    """Return noon of a day by this computer's clock, which dates what comes in."""
    return datetime.combine(day, time(12)).timestamp()
