"""提分路径: the cheapest changes that gain points, each worked by scoring the unit again.

A change is made to the sum above the line of a figure (members, cases, yuan), whose denominator
stays. Effort is the change as a share of what the sum would then be; at each step the way with
most points for its effort is taken, and the next one is looked for from there.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pipeline.appraisal.points import threshold_of, times
from pipeline.appraisal.reading import HUNDRED, ZERO, Reading
from pipeline.appraisal.totals import Score, items_for, score_unit
from pipeline.domain.plan import Thresholds
from pipeline.domain.scoring import ScoreItem, Scoring
from pipeline.domain.scoring_rule import (
    BonusPer,
    DeductPer,
    GrowthTiers,
    LinearCap,
    LinearFromBaseline,
    PassFail,
    Prerequisite,
    Quantity,
    Steps,
)

MOST_STEPS = 8
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Figure:
    """What can be changed about an item's figure.

    ``key`` is the same for items that look at the same figure. The sum is also counted in the
    figures ``counts_in``: of the year so far and of the period alone, of a part and of the whole.
    value = sum × ``scale`` ÷ denominator. ``can_fall``: what has been counted since the year began
    cannot; ``is_share``: the sum is a part of the denominator; ``most``: what the sum can still
    come to, where something bounds it.
    """

    key: tuple[str, ...]
    scale: Decimal
    can_fall: bool
    is_share: bool
    counts_in: frozenset[tuple[str, ...]] = frozenset()
    most: Decimal | None = None


@dataclass(frozen=True)
class Way:
    """One change on the way up; ``total`` and ``rank`` are those after it and all before it."""

    item: str
    sum_before: Decimal
    sum_after: Decimal
    value_before: Decimal
    value_after: Decimal
    gain: Decimal
    total: Decimal
    rank: int | None
    reaches: str
    """``step``, ``status``, ``full``, or ``ranked`` (a prerequisite is met)."""

    @property
    def change(self) -> Decimal:
        """By how much the sum changes."""
        return self.sum_after - self.sum_before

    @property
    def gain_per_unit(self) -> Decimal:
        """Points for each unit of change."""
        return self.gain / abs(self.change)

    @property
    def worth(self) -> Decimal:
        """Points for its effort."""
        return self.gain * max(abs(self.sum_after), abs(self.sum_before)) / abs(self.change)


@dataclass(frozen=True)
class Aim:
    """A value to be reached; ``beyond``: not just touched."""

    value: Decimal
    reaches: str = "step"
    falling: bool = False
    beyond: bool = False


@dataclass(frozen=True)
class Climber:
    """A unit and what its score is made of."""

    scoring: Scoring
    unit: str
    peer_group: str
    readings: Mapping[str, Reading]
    figures: Mapping[str, Figure]
    others: tuple[Decimal, ...]
    """Totals of the other ranked units."""
    thresholds: Thresholds

    def score(self) -> Score:
        """The unit's score as it stands."""
        return score_unit(self.scoring, self.unit, self.peer_group, self.readings)

    def rank(self, score: Score) -> int | None:
        """Its rank, the others staying where they are."""
        if score.total is None or score.outcome is not None:
            return None
        return 1 + sum(1 for other in self.others if other > score.total)


def ways_up(climber: Climber, most: int = MOST_STEPS) -> list[Way]:
    """The way up, step by step; empty when nothing that can be changed gains points."""
    found: list[Way] = []
    while len(found) < most:
        steps = list(next_steps(climber, {way.item for way in found}))
        freed = [step for step in steps if step[0].reaches == "ranked"]
        best = max(freed or steps, key=lambda step: step[0].worth, default=None)
        if best is None:
            break
        way, climber = best
        found.append(way)
    return found


def next_steps(climber: Climber, begun: Collection[str]) -> Iterable[tuple[Way, Climber]]:
    """For each item the smallest change that gains points, and the unit after it.

    An item with many small steps would fill the list: once ``begun``, it goes as far as it can.
    """
    now = climber.score()
    if now.total is None:
        return
    for item in items_for(climber.scoring, climber.peer_group):
        steps = steps_of(climber, item, now)
        if item.id in begun and isinstance(item.rule, DeductPer | BonusPer):
            far = max(steps, key=lambda s: (s[0].gain, -abs(s[0].change)), default=None)
        else:
            far = next(iter(steps), None)
        if far is not None:
            yield far


def steps_of(climber: Climber, item: ScoreItem, now: Score) -> Iterator[tuple[Way, Climber]]:
    """The changes of one item that gain points, the smallest first."""
    reading, figure = climber.readings.get(item.id), climber.figures.get(item.id)
    if reading is None or figure is None or now.total is None or not can_change(reading):
        return
    for aim in aims(item, reading, climber.thresholds):
        after = changed(reading, figure, aim)
        if after is None:
            continue
        readings = moved_readings(climber, figure, reading, after)
        if readings is None:
            continue
        moved = replace(climber, readings=readings)
        then = moved.score()
        freed = now.outcome is not None and then.outcome is None
        if then.total is not None and (then.total > now.total or freed):
            yield way(item, reading, after, now.total, then, moved, aim, freed=freed), moved


def way(
    item: ScoreItem,
    before: Reading,
    after: Reading,
    total: Decimal,
    then: Score,
    moved: Climber,
    aim: Aim,
    *,
    freed: bool,
) -> Way:
    """A change and what it brings."""
    reached = then.total or ZERO
    return Way(
        item.id, before.numerator or ZERO, after.numerator or ZERO, before.value or ZERO,
        after.value or ZERO, reached - total, reached, moved.rank(then),
        "ranked" if freed else aim.reaches,
    )  # fmt: skip


def can_change(reading: Reading) -> bool:
    """Whether there is a sum to change, and something it is divided by."""
    return (
        reading.value is not None
        and reading.numerator is not None
        and (reading.denominator is None or reading.denominator > 0)
    )


def moved_readings(
    climber: Climber, figure: Figure, before: Reading, after: Reading
) -> dict[str, Reading] | None:
    """All readings with the change, wherever its sum counts; None where a share passes its whole.

    The change is added to each sum, so that what counts twice is changed twice.
    """
    found = dict(climber.readings)
    change = (after.numerator or ZERO) - (before.numerator or ZERO)
    for name, other in climber.figures.items():
        same = other.key == figure.key or other.key in figure.counts_in
        if not same or name not in found or not can_change(found[name]):
            continue
        total = (found[name].numerator or ZERO) + change
        below = found[name].denominator or Decimal(1)
        if total < 0 or (other.is_share and total > below):
            return None
        found[name] = replace(found[name], value=total * other.scale / below, numerator=total)
    return found


def changed(reading: Reading, figure: Figure, aim: Aim) -> Reading | None:
    """The reading with the least sum that reaches an aim; None where that cannot be."""
    total, below = reading.numerator or ZERO, reading.denominator or Decimal(1)
    tick = Decimal(1) if total == total.to_integral_value() else CENT
    exact = aim.value * below / figure.scale / tick
    rounding = ROUND_FLOOR if aim.falling else ROUND_CEILING
    wanted = exact.to_integral_value(rounding)
    if aim.beyond and wanted == exact:
        wanted += -1 if aim.falling else 1
    wanted *= tick
    falls = wanted < total
    if wanted == total or falls != aim.falling or (falls and not figure.can_fall) or wanted < 0:
        return None
    if figure.is_share and wanted > below:
        return None
    if figure.most is not None and wanted > max(figure.most, total):
        return None
    return replace(reading, value=wanted * figure.scale / below, numerator=wanted)


def aims(item: ScoreItem, reading: Reading, thresholds: Thresholds) -> list[Aim]:
    """Values from which an item gives more points, the nearest first."""
    rule, value = item.rule, reading.value or ZERO
    found: list[Aim] = []
    if isinstance(rule, Steps | GrowthTiers):
        steps = rule.steps if isinstance(rule, Steps) else rule.tiers
        of: Quantity = rule.of if isinstance(rule, Steps) else "change"
        for step in steps:
            at = value_at(reading, of, step.threshold)
            if at is not None and not step.met_by(reading.amount(of) or ZERO):
                found.append(Aim(at, falling=at < value))
    elif isinstance(rule, PassFail | Prerequisite):
        threshold, _, _ = threshold_of(rule, reading)
        at = None if threshold is None else value_at(reading, rule.of, threshold)
        if at is not None:
            found.append(Aim(at, falling=at < value))
    elif isinstance(rule, LinearCap | LinearFromBaseline):
        found += linear_aims(rule, reading, thresholds)
    elif isinstance(rule, DeductPer | BonusPer):
        found += counted_aims(rule, reading, item.best)
    return sorted(found, key=lambda aim: (abs(aim.value - value), aim.beyond))


def value_at(reading: Reading, of: Quantity, amount: Decimal) -> Decimal | None:
    """The figure for which a quantity takes an amount."""
    if of == "value":
        return amount
    if of == "change":
        return None if not reading.before else reading.before * (1 + amount / HUNDRED)
    if reading.goal is None:
        return None
    if of == "ahead":
        level = reading.due_level(reading.goal)
        return level - amount if reading.lower_better else level + amount
    if reading.lower_better or reading.baseline is None:
        return None
    done = amount * reading.due / HUNDRED if of == "pace" else amount
    return reading.baseline + (reading.goal - reading.baseline) * done / HUNDRED


def linear_aims(
    rule: LinearCap | LinearFromBaseline, reading: Reading, thresholds: Thresholds
) -> list[Aim]:
    """The next status, or what is due (and with it the full marks)."""
    goal = reading.goal if rule.goal is None else rule.goal
    if goal is None:
        return []
    told = replace(reading, goal=goal)
    if isinstance(rule, LinearFromBaseline) and rule.baseline is not None:
        told = replace(told, baseline=rule.baseline)
    value, due = reading.value or ZERO, told.due_level(goal, pace=rule.pace)
    falls = due < value
    wanted = reading.lower_better or (told.baseline is not None and goal < told.baseline)
    if falls != wanted:
        return []
    found = [Aim(due, "full", falling=falls)]
    for behind in (thresholds.far_behind, thresholds.behind):
        at = value_at(told, "completion", told.due - behind)
        if at is not None and not falls and value < at < due:
            found.append(Aim(at, "status"))
    return found


def counted_aims(rule: DeductPer | BonusPer, reading: Reading, full: Decimal | None) -> list[Aim]:
    """The ends of steps around the amount and the cap, touched and just passed.

    Which of them gains points, scoring tells.
    """
    raw = reading.amount(rule.of)
    if raw is None:
        return []
    below = rule.below if isinstance(rule, DeductPer) else None
    bound, sign = (rule.above or ZERO, 1) if below is None else (below, -1)
    amount = (raw - bound) * sign
    here = times(amount, rule.per, "whole")
    limits = {(here + n) * rule.per for n in (-1, 0, 1, 2)} | {ZERO}
    most = full if rule.most is None else rule.most
    if most is not None:
        last = times(most, rule.points, "begun") * (1 if amount > 0 else -1)
        limits |= {(last + n) * rule.per for n in (-1, 0, 1)}
    if isinstance(rule, DeductPer) and rule.zero_from is not None:
        limits.add(rule.zero_from)
    if rule.counting == "exact":
        # In proportion: as far as it goes, not to the next end of a step.
        limits = {ZERO} if isinstance(rule, DeductPer) else {(here + 1) * rule.per}
    found = []
    for limit in limits:
        at = value_at(reading, rule.of, bound + limit * sign)
        if at is not None:
            falling = at < (reading.value or ZERO)
            found += [Aim(at, falling=falling), Aim(at, falling=falling, beyond=True),
                      Aim(at, falling=not falling, beyond=True)]  # fmt: skip
    return found
