"""From a rule and a reading to points, with the numbers that explain them; pure functions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from pipeline.appraisal.reading import HUNDRED, ZERO, Reading
from pipeline.domain.scoring_rule import (
    BonusPer,
    Counting,
    DeductPer,
    GrowthTiers,
    LateDays,
    LinearCap,
    LinearFromBaseline,
    Manual,
    MeanOfChildren,
    PassFail,
    Penalty,
    Prerequisite,
    ScoreStep,
    Steps,
    Veto,
)

Parts = dict[str, Decimal]


@dataclass(frozen=True)
class Worked:
    """Points before rounding, and how they came about.

    ``formula`` names the sentence, ``parts`` its numbers. ``points`` is None when the rule cannot
    be worked; ``why`` then says so. ``met`` is for conditions.
    """

    points: Decimal | None
    formula: str
    parts: Mapping[str, Decimal]
    met: bool | None = None
    why: str | None = None


def cannot(formula: str, why: str) -> Worked:
    """Points that cannot be said."""
    return Worked(None, formula, {}, why=why)


def work(rule: Any, full: Decimal | None, reading: Reading) -> Worked:
    """Work a rule on a reading. ``full`` are the item's full marks."""
    if reading.value is None:
        return cannot(rule.kind, reading.absent or "no_report")
    return WORKERS[type(rule)](rule, ZERO if full is None else full, reading, reading.value)


def clamp(ratio: Decimal, floor: Decimal, cap: Decimal) -> Decimal:
    """A ratio held between floor and cap."""
    return min(max(ratio, floor), cap)


def linear_cap(rule: LinearCap, full: Decimal, reading: Reading, value: Decimal) -> Worked:
    """F × min(max(v ÷ D, floor), cap); where less is better, g ÷ v."""
    goal = reading.goal if rule.goal is None else rule.goal
    if goal is None:
        return cannot(rule.kind, "no_target")
    due = reading.due_level(goal, pace=rule.pace)
    over, under = (due, value) if reading.lower_better else (value, due)
    # Nothing is due yet, or nothing of what is to be avoided has happened: all is reached.
    ratio = rule.cap if under <= 0 else clamp(over / under, rule.floor, rule.cap)
    parts = {"value": value, "due": due, "goal": goal, "floor": rule.floor, "cap": rule.cap,
             "ratio": ratio, "full": full}  # fmt: skip
    lower = "_lower" if reading.lower_better else ""
    return Worked(full * ratio, f"{rule.kind}{lower}", parts)


def linear_from_baseline(
    rule: LinearFromBaseline, full: Decimal, reading: Reading, value: Decimal
) -> Worked:
    """F × min(max((v - b) ÷ ((g - b) × d), floor), cap)."""
    goal = reading.goal if rule.goal is None else rule.goal
    base = reading.baseline if rule.baseline is None else rule.baseline
    if goal is None or base is None:
        return cannot(rule.kind, "no_target" if goal is None else "no_baseline")
    due = reading.due if rule.pace else HUNDRED
    no_way = base <= goal if reading.lower_better else base >= goal
    if no_way:
        reached = value <= goal if reading.lower_better else value >= goal
        ratio = rule.cap if reached else rule.floor
    elif due == 0:
        ratio = rule.cap
    else:
        ratio = clamp((value - base) / ((goal - base) * due / HUNDRED), rule.floor, rule.cap)
    parts = {"value": value, "baseline": base, "goal": goal, "share": due, "floor": rule.floor,
             "cap": rule.cap, "ratio": ratio, "full": full}  # fmt: skip
    return Worked(full * ratio, f"{rule.kind}_no_way" if no_way else rule.kind, parts)


def best_step(steps: Sequence[ScoreStep], amount: Decimal) -> ScoreStep | None:
    """The step with most points among those an amount meets."""
    return max((s for s in steps if s.met_by(amount)), key=lambda s: s.points, default=None)


def stepped(kind: str, steps: Sequence[ScoreStep], otherwise: Decimal, amount: Decimal) -> Worked:
    """The points of the best step."""
    step = best_step(steps, amount)
    if step is None:
        return Worked(otherwise, f"{kind}_none", {"amount": amount, "otherwise": otherwise})
    parts = {"amount": amount, "threshold": step.threshold, "points": step.points}
    return Worked(step.points, kind if step.at_least is not None else f"{kind}_most", parts)


def steps_rule(rule: Steps, full: Decimal, reading: Reading, value: Decimal) -> Worked:
    """The points of the best step, by the quantity the rule looks at."""
    amount = reading.amount(rule.of)
    if amount is None:
        return cannot(rule.kind, missing_for(rule.of, reading))
    return stepped(rule.kind, rule.steps, rule.otherwise, amount)


def growth_tiers(rule: GrowthTiers, full: Decimal, reading: Reading, value: Decimal) -> Worked:
    """The points of the best tier of change against a year before."""
    amount = reading.amount("change")
    if amount is None:
        return cannot(rule.kind, "no_year_before")
    found = stepped(rule.kind, rule.tiers, rule.otherwise, amount)
    return Worked(found.points, found.formula,
                  {**found.parts, "value": value, "before": reading.before or ZERO})  # fmt: skip


def missing_for(of: str, reading: Reading) -> str:
    """Why a quantity cannot be said although there is a figure."""
    if of == "change":
        return "no_year_before"
    return "no_target" if reading.goal is None else "no_baseline"


def threshold_of(
    rule: PassFail | Prerequisite, reading: Reading
) -> tuple[Decimal | None, bool, Decimal | None]:
    """The threshold, whether it bounds from above, and the amount it is held against."""
    amount = reading.amount(rule.of)
    if rule.at_most is not None:
        return rule.at_most, True, amount
    if rule.at_least is not None:
        return rule.at_least, False, amount
    return reading.goal, reading.lower_better, amount


def pass_fail(rule: PassFail, full: Decimal, reading: Reading, value: Decimal) -> Worked:
    """F if the threshold is met, else ``otherwise``."""
    threshold, from_above, amount = threshold_of(rule, reading)
    if threshold is None or amount is None:
        return cannot(rule.kind, missing_for(rule.of, reading))
    met = amount <= threshold if from_above else amount >= threshold
    points = full if met else rule.otherwise
    sign = "_most" if from_above else ""
    parts = {"amount": amount, "threshold": threshold, "points": points}
    return Worked(points, f"{rule.kind}{sign}_{'met' if met else 'not'}", parts)


def prerequisite(rule: Prerequisite, full: Decimal, reading: Reading, value: Decimal) -> Worked:
    """No points; whether the unit may be ranked."""
    threshold, from_above, amount = threshold_of(rule, reading)
    if threshold is None or amount is None:
        return cannot(rule.kind, missing_for(rule.of, reading))
    met = amount <= threshold if from_above else amount >= threshold
    sign = "_most" if from_above else ""
    parts = {"amount": amount, "threshold": threshold}
    return Worked(ZERO, f"{rule.kind}{sign}_{'met' if met else 'not'}", parts, met)


def veto(rule: Veto, full: Decimal, reading: Reading, value: Decimal) -> Worked:
    """No points; whether events take the unit out, or cut its total."""
    met = value < rule.at_least
    parts = {"value": value, "threshold": rule.at_least}
    if rule.total_at_most is not None:
        parts["total_at_most"] = rule.total_at_most
    cut = "_cap" if rule.total_at_most is not None else ""
    return Worked(ZERO, f"{rule.kind}_none" if met else f"{rule.kind}{cut}", parts, met)


def times(amount: Decimal, per: Decimal, counting: Counting) -> Decimal:
    """How often a step fits into an amount."""
    if counting == "exact":
        return amount / per
    rounding = ROUND_FLOOR if counting == "whole" else ROUND_CEILING
    return (amount / per).to_integral_value(rounding)


def deduct_per(rule: DeductPer, full: Decimal, reading: Reading, value: Decimal) -> Worked:
    """F - min(points × steps, most); nothing is left from ``zero_from`` on."""
    raw = reading.amount(rule.of)
    if raw is None:
        return cannot(rule.kind, missing_for(rule.of, reading))
    amount, parts = raw, {"raw": raw}
    formula: str = rule.kind
    if rule.below is not None:
        amount, formula, parts["bound"] = rule.below - raw, f"{rule.kind}_below", rule.below
        if rule.of == "ahead" and rule.below == 0:
            formula = f"{rule.kind}_due"
    elif rule.above is not None:
        amount, formula, parts["bound"] = raw - rule.above, f"{rule.kind}_above", rule.above
    amount = max(amount, ZERO)
    steps = times(amount, rule.per, rule.counting)
    parts |= {"amount": amount, "per": rule.per, "each": rule.points, "steps": steps}
    most = full if rule.most is None else rule.most
    return deducted(formula, full, rule.points * steps, most, amount, rule.zero_from, parts)


def late_days(rule: LateDays, full: Decimal, reading: Reading, value: Decimal) -> Worked:
    """F - min(points × days, F); nothing is left from ``zero_from`` days on."""
    parts = {"amount": value, "each": rule.points}
    formula = f"{rule.kind}_{rule.count}"
    return deducted(formula, full, rule.points * value, full, value, rule.zero_from, parts)


def deducted(
    formula: str,
    full: Decimal,
    lost: Decimal,
    most: Decimal,
    amount: Decimal,
    zero_from: Decimal | None,
    parts: Parts,
) -> Worked:
    """Full marks less what is lost."""
    if zero_from is not None and amount >= zero_from:
        told = {**parts, "zero_from": zero_from, "full": full, "lost": full}
        return Worked(ZERO, f"{formula}_all", told)
    gone = min(lost, most)
    return Worked(full - gone, formula, {**parts, "full": full, "lost": gone, "most": most})


def bonus_per(rule: BonusPer, full: Decimal, reading: Reading, value: Decimal) -> Worked:
    """min(points × steps, most); both ways also down to -most."""
    raw = reading.amount(rule.of)
    if raw is None:
        return cannot(rule.kind, missing_for(rule.of, reading))
    amount = raw if rule.above is None else raw - rule.above
    if not rule.both_ways:
        amount = max(amount, ZERO)
    steps = times(abs(amount), rule.per, rule.counting).copy_sign(amount)
    points = rule.points * steps
    parts = {"raw": raw, "amount": amount, "per": rule.per, "each": rule.points, "steps": steps}
    formula: str = rule.kind if rule.above is None else f"{rule.kind}_above"
    if rule.above is not None:
        parts["bound"] = rule.above
    if rule.most is not None:
        parts["most"] = rule.most
        points = clamp(points, -rule.most if rule.both_ways else ZERO, rule.most)
        formula += "_capped"
    return Worked(points, formula, {**parts, "points": points})


def penalty(rule: Penalty, full: Decimal, reading: Reading, value: Decimal) -> Worked:
    """-min(points × v, most)."""
    lost = rule.points * max(value, ZERO)
    if rule.most is not None:
        lost = min(lost, rule.most)
    return Worked(-lost, rule.kind, {"value": value, "each": rule.points, "lost": lost})


def manual(rule: Manual, full: Decimal, reading: Reading, value: Decimal) -> Worked:
    """The points people gave, at most the full marks (where there are any)."""
    points = min(value, full) if full else value
    return Worked(points, rule.kind, {"value": value, "full": full, "points": points})


def mean_of_children(
    rule: MeanOfChildren, full: Decimal, reading: Reading, value: Decimal
) -> Worked:
    """times × the mean, at most ``most`` (or F)."""
    most = rule.most if rule.most is not None else full or None
    points = rule.times * value
    parts = {"value": value, "times": rule.times, "units": Decimal(reading.reported)}
    if most is not None:
        points = min(points, most)
        parts["most"] = most
    return Worked(points, rule.kind, {**parts, "points": points})


WORKERS: dict[type, Callable[[Any, Decimal, Reading, Decimal], Worked]] = {
    LinearCap: linear_cap,
    LinearFromBaseline: linear_from_baseline,
    Steps: steps_rule,
    PassFail: pass_fail,
    DeductPer: deduct_per,
    BonusPer: bonus_per,
    GrowthTiers: growth_tiers,
    Penalty: penalty,
    Prerequisite: prerequisite,
    Veto: veto,
    LateDays: late_days,
    Manual: manual,
    MeanOfChildren: mean_of_children,
}
