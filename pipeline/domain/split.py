"""Split (目标分解): a superior's target and the shares of it that plans below take over."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.domain.indicator import Indicator
from pipeline.domain.plan import Plan, Target
from pipeline.domain.product import UnitOfMeasure


@dataclass(frozen=True)
class Split:
    """One target and the targets that say they are part of it, by plan."""

    plan: Plan
    target: Target
    parts: tuple[tuple[Plan, Target], ...]


@dataclass(frozen=True)
class Reconciliation:
    """What the shares make together, in the target's own unit.

    Counts and amounts are added: ``total`` and ``gap`` = total - target. Rates cannot be added;
    whatever the weights, the whole lies between the ``lowest`` and the ``highest`` share.
    """

    target: Decimal
    total: Decimal | None
    gap: Decimal | None
    lowest: Decimal
    highest: Decimal
    adds_up: bool


def target_key(plan: Plan, target: Target) -> str:
    """How another plan names a target: plan/target."""
    return f"{plan.id}/{target.id}"


def splits(plans: Iterable[Plan]) -> Iterator[Split]:
    """Every target of which others are part, in the plans' order."""
    given = list(plans)
    parts: dict[str, list[tuple[Plan, Target]]] = {}
    for plan in given:
        for target in plan.targets:
            if target.part_of is not None:
                parts.setdefault(target.part_of, []).append((plan, target))
    for plan in given:
        for target in plan.targets:
            mine = parts.get(target_key(plan, target))
            if mine:
                yield Split(plan, target, tuple(mine))


def adds(indicator: Indicator | None) -> bool:
    """Whether targets of an indicator can be added over units; without one, as written."""
    return indicator is None or not indicator.denominator


def reconcile(
    split: Split, day: date, units: Mapping[str, UnitOfMeasure], summable: bool
) -> Reconciliation:
    """Compare the shares with the target, all with the values that hold on a day."""
    own = units[split.target.unit].factor
    shares = [t.value_on(day) * units[t.unit].factor / own for _, t in split.parts]
    goal = split.target.value_on(day)
    lowest, highest = min(shares), max(shares)
    if not summable:
        inside = {">=": highest >= goal, "<=": lowest <= goal}
        fits = inside.get(split.target.comparator, lowest <= goal <= highest)
        return Reconciliation(goal, None, None, lowest, highest, fits)
    total = sum(shares, Decimal(0))
    enough = {">=": total >= goal, "<=": total <= goal}
    fits = enough.get(split.target.comparator, total == goal)
    return Reconciliation(goal, total, total - goal, lowest, highest, fits)
