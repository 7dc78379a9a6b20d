"""A superior's targets beside the shares of them."""

from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.noun import Bilingual
from pipeline.domain.status import Status
from pipeline.queries.answers.numbers import nearest, unmet
from pipeline.queries.answers.references import IndicatorRef, PeriodRef, UnitRef


@dataclass(frozen=True)
class SplitPart:
    """One unit's share, in the whole target's unit, and how it stands by its own plan."""

    unit: UnitRef
    plan_id: str
    target_id: str
    target: Decimal
    percent: Decimal | None
    """Of all shares together; None for rates."""
    actual: Decimal | None
    completion: Decimal | None
    status: Status | None


@dataclass(frozen=True)
class TargetSplit:
    """A target beside its shares, with the values that hold at the period's end.

    ``total`` and ``gap`` (total - target) are absent for rates, which are not added; for them
    ``lowest`` and ``highest`` say between what the whole must lie.
    """

    plan_id: str
    target_id: str
    name: Bilingual
    indicator: IndicatorRef | None
    comparator: str
    unit_label: Bilingual
    decimals: int
    target: Decimal
    total: Decimal | None
    gap: Decimal | None
    lowest: Decimal
    highest: Decimal
    adds_up: bool
    parts: tuple[SplitPart, ...]
    without: tuple[UnitRef, ...]
    """Units directly below that have taken over no share."""

    @property
    def apart(self) -> tuple[Decimal, Decimal] | None:
        """The closest of what misses what: the shares the target, or a unit's figure its share."""
        pairs = [(self.total, self.target), *((part.actual, part.target) for part in self.parts)]
        return nearest(unmet(value, goal, self.comparator) for value, goal in pairs)


@dataclass(frozen=True)
class TargetSplits:
    """All targets of a unit that were shared out."""

    unit: UnitRef
    breadcrumb: tuple[UnitRef, ...]
    period: PeriodRef
    splits: tuple[TargetSplit, ...]
