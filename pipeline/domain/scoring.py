"""Scoring (考核办法): what a plan's units are scored on, among which peers, by which rules."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pipeline.domain.noun import Bilingual, Noun
from pipeline.domain.scoring_rule import (
    BESIDE_THE_FULL_MARKS,
    BonusCapTotal,
    GroupCap,
    GrowthTiers,
    LateDays,
    Manual,
    MeanOfChildren,
    ScoreRule,
    Steps,
)

MissingData = Literal["zero", "exclude", "provisional"]


class Mark(Noun):
    """Something people established about a unit: points or a count of events, with evidence.

    It counts in every period that ends on ``on`` or later (always, without a date). The evidence
    names a paper, never a person.
    """

    value: Decimal
    evidence: Bilingual
    on: date | None = None


class PeerGroup(Noun):
    """Units ranked against each other: of a level, with attributes, or listed.

    All stand below the plan's unit (or are it) on the period's last day.
    """

    id: str
    name: Bilingual
    level: str | None = None
    attributes: dict[str, tuple[str, ...]] = {}
    units: tuple[str, ...] = ()


class ScoreGroup(Noun):
    """A chapter of the appraisal (组织建设 25 分); ``full`` is what its items add up to."""

    id: str
    title: Bilingual
    clause: str | None = None
    full: Decimal | None = None


class ScoreItem(Noun):
    """One line of the appraisal: a figure, a rule, full marks, and the clause they come from.

    The figure is an ``indicator`` of the scored unit (with ``family``, ``segment`` and ``span``
    as for targets), its ``target`` of that id (its own plan's, or for levels and duties this
    plan's), or ``marks`` by unit code; a unit without marks has ``unlisted``. ``missing`` says
    what becomes of the item while there is no figure: no points, left out with the rest weighing
    more, or points pending. ``bonus`` sets points beside the full marks. ``applies_to`` limits
    an item to some peer groups.
    """

    id: str
    title: Bilingual
    clause: str | None = None
    text: Bilingual | None = None
    group: str | None = None
    full: Decimal | None = None
    bonus: bool = False
    indicator: str | None = None
    family: str | None = None
    segment: dict[str, str] = {}
    span: Literal["period", "to_date"] | None = None
    target: str | None = None
    marks: dict[str, tuple[Mark, ...]] = {}
    unlisted: Decimal | None = None
    missing: MissingData = "provisional"
    applies_to: tuple[str, ...] = ()
    rule: ScoreRule

    @property
    def beside(self) -> bool:
        """Whether its points come on top of (or off) the full marks."""
        return self.bonus or isinstance(self.rule, BESIDE_THE_FULL_MARKS)

    @property
    def best(self) -> Decimal | None:
        """Its full marks: said, or the best step's."""
        if self.full is not None or self.beside:
            return self.full
        if isinstance(self.rule, Steps):
            return max((step.points for step in self.rule.steps), default=None)
        if isinstance(self.rule, GrowthTiers):
            return max((tier.points for tier in self.rule.tiers), default=None)
        return None

    @property
    def by_marks(self) -> bool:
        """Whether people establish its figure."""
        return bool(self.marks) or self.unlisted is not None or isinstance(self.rule, Manual)

    @property
    def asks_nothing(self) -> bool:
        """Whether it takes its figure from other lines, other scores or the reporting record."""
        return isinstance(self.rule, MeanOfChildren | LateDays | GroupCap | BonusCapTotal)


class Scoring(Noun):
    """The appraisal of a plan: who is scored, the items, and what the total may be.

    Without ``peer_groups`` the units right below the plan's unit are scored as one group.
    ``full`` is the declared sum of full marks, ``most`` and ``least`` bound the total,
    ``decimals`` is how points are rounded (half up), each line by itself.
    """

    title: Bilingual | None = None
    number: str | None = None
    full: Decimal | None = None
    most: Decimal | None = None
    least: Decimal | None = Decimal(0)
    decimals: int = 2
    peer_groups: tuple[PeerGroup, ...] = ()
    groups: tuple[ScoreGroup, ...] = ()
    items: tuple[ScoreItem, ...]
