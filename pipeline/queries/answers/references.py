"""Names of things, as links: units, periods, indicators, plans, the publication."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from pipeline.domain.noun import Bilingual


@dataclass(frozen=True)
class UnitRef:
    """An org unit as a link: code, name, level."""

    code: str
    name: Bilingual
    level: str
    generated: bool = False


@dataclass(frozen=True)
class PeriodRef:
    """A period as a choice: code, kind, calendar, first and last day."""

    code: str
    label: Bilingual
    kind: str
    calendar: str
    start: date
    end: date


@dataclass(frozen=True)
class Whereabouts:
    """Where somebody is: the unit below its superiors, from the top down, and the period."""

    breadcrumb: tuple[UnitRef, ...]
    period: PeriodRef

    @property
    def unit(self) -> UnitRef:
        """The unit itself."""
        return self.breadcrumb[-1]


@dataclass(frozen=True)
class IndicatorRef:
    """An indicator as a link, with what is needed to print its values.

    ``apart``: on the page of a unit, its figure and the goal that it has not met.
    """

    id: str
    name: Bilingual
    theme: str
    unit: str
    unit_label: Bilingual
    decimals: int
    nature: str
    direction: str
    core: bool = False
    apart: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True)
class PlanRef:
    """The plan whose targets are shown."""

    id: str
    title: Bilingual
    year: int
    year_basis: str
    calendar: str
    document: Bilingual
    number: str | None


@dataclass(frozen=True)
class Snapshot:
    """Which publication the answers come from; what they were asked as, if not as published.

    ``as_of``: only what was received by that day counts. ``tree``: ``then``, or ``now`` for
    today's tree over all periods. ``extract_of``: the unit whose part of a publication it is.
    """

    number: int
    published_at: datetime
    generated_data: bool
    as_of: date | None = None
    tree: str = "then"
    extract_of: UnitRef | None = None


@dataclass(frozen=True)
class FoundUnit:
    """A unit found by words, with its superior. ``said``: the text in which all the words stand,
    if one has them all. ``meant``: that one of its texts is just what was asked. ``ended``,
    ``begins``: its last or first day, of one that is not there on the day it is asked for.
    """

    unit: UnitRef
    superior: UnitRef | None
    said: str | None
    meant: bool
    ended: date | None = None
    begins: date | None = None


@dataclass(frozen=True)
class FoundUnits:
    """The first of the units that were found, and how many there are in all."""

    units: tuple[FoundUnit, ...]
    total: int


@dataclass(frozen=True)
class Choices:
    """What the selection bar offers at a unit; ``coming``: owed, and nothing counts yet."""

    periods: tuple[PeriodRef, ...]
    children: tuple[UnitRef, ...]
    indicators: tuple[IndicatorRef, ...]
    units: tuple[UnitRef, ...] = field(default=())
    coming: tuple[PeriodRef, ...] = field(default=())
