"""The generated county as it is planned: townships, unions, and what becomes of them."""

from dataclasses import dataclass
from datetime import date

from pipeline.domain.org_unit import OrgUnit, UnitName
from pipeline.domain.period import Period

FORM_SET, FREQUENCY = "grassroots", "quarter"


@dataclass(frozen=True)
class Kind:
    """A kind of employer: its word, what sort of union it has, and how large it tends to be."""

    zh: str
    en: str
    unit_type: str
    sector: str
    ownerships: tuple[tuple[str, float], ...]
    weight: float
    median: int
    employers: int = 1

    @property
    def is_enterprise(self) -> bool:
        """Whether it bargains collectively."""
        return self.unit_type not in ("government", "community")


@dataclass(frozen=True)
class Township:
    """The county, or a township or street below it."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Version:
    """Name and superior of a union for a time."""

    zh: str
    en: str
    parent: str
    since: date | None = None
    until: date | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Joined:
    """What another union brought along when it was merged into this one."""

    quarter: int
    name: str
    employees: int
    employed: int
    non_employed: int

    @property
    def members(self) -> int:
        """Members taken over."""
        return self.employed + self.non_employed


@dataclass(frozen=True)
class Union:
    """A grassroots union; ``first`` and ``last`` number the quarters for which it reports."""

    code: str
    kind: Kind
    ownership: str
    size: int
    versions: tuple[Version, ...]
    first: int
    last: int
    opened_on: date | None = None
    merged_into: str | None = None
    joined: Joined | None = None

    def on(self, day: date) -> Version:
        """Return the version of a day (the last one where it is closed already)."""
        held = [v for v in self.versions if v.since is None or v.since <= day]
        return held[-1] if held else self.versions[0]

    def org_unit(self, day: date) -> OrgUnit:
        """Return the org unit as the templates know it on a day."""
        version = self.on(day)
        return OrgUnit(
            code=self.code, name=UnitName(version.zh, version.en), level="grassroots",
            parent=version.parent, form_set=FORM_SET, frequency=FREQUENCY, generated=True,
        )  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """Everything that is decided before the first figure is made up."""

    seed: int
    quarters: tuple[Period, ...]
    county: Township
    townships: tuple[Township, ...]
    unions: tuple[Union, ...]
