"""One unit's score: its lines, what groups, workload and bonuses do to them, and the total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from pipeline.appraisal.points import Worked, cannot, work
from pipeline.appraisal.reading import ZERO, Reading
from pipeline.domain.scoring import ScoreItem, Scoring
from pipeline.domain.scoring_rule import (
    COMBINING,
    CONDITIONS,
    BonusCapTotal,
    BonusPer,
    GroupCap,
    Prerequisite,
    Veto,
    WorkloadFactor,
)

NOTHING = Reading(None)


@dataclass(frozen=True)
class Line:
    """One line of a score. ``state``: scored, zero, excluded, pending, met, not_met, adjusted.

    ``item`` is None for the lines the total adds by itself, so that they always sum to it:
    ``id`` then says which (reweighted, total_bound, veto_cut).
    """

    id: str
    item: ScoreItem | None
    reading: Reading
    worked: Worked
    state: str
    points: Decimal | None
    full: Decimal | None = None

    @property
    def lost(self) -> Decimal:
        """What is missing to the full marks, or was taken off."""
        points = self.points or ZERO
        if self.state in ("excluded", "pending"):
            return ZERO
        return max(self.full - points if self.full is not None else -points, ZERO)

    @property
    def provisional(self) -> bool:
        """Whether missing reports may still change it."""
        return self.state == "pending" or (
            self.reading.incomplete and self.state in ("scored", "met", "not_met")
        )


@dataclass(frozen=True)
class Score:
    """A unit's lines and total; ``total`` is None when nothing could be scored.

    ``pending`` are full marks of lines that still wait for their figure. ``outcome`` is
    ``prerequisite`` or ``veto`` when the unit is not ranked, by ``outcome_item``.
    """

    unit: str
    peer_group: str
    lines: tuple[Line, ...]
    total: Decimal | None
    base: Decimal
    bonus: Decimal
    minus: Decimal
    full: Decimal
    pending: Decimal
    outcome: str | None = None
    outcome_item: str | None = None
    rank: int | None = None
    ranked: int = 0

    @property
    def provisional(self) -> bool:
        """Whether missing reports may still change it."""
        return any(line.provisional for line in self.lines)


@dataclass
class Sums:
    """The parts of a total while they are added up."""

    lines: list[Line] = field(default_factory=list)

    def points(self, ids: Sequence[str]) -> Decimal:
        """What the named lines earned."""
        return sum((x.points or ZERO for x in self.lines if x.id in ids), ZERO)

    def total(self) -> Decimal:
        """What all lines earned."""
        return sum((x.points or ZERO for x in self.lines), ZERO)


def rounded(points: Decimal, decimals: int) -> Decimal:
    """Points as they are stated."""
    return points.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def items_for(scoring: Scoring, peer_group: str) -> list[ScoreItem]:
    """The items that apply to a peer group, in their order."""
    return [i for i in scoring.items if not i.applies_to or peer_group in i.applies_to]


def score_unit(
    scoring: Scoring, unit: str, peer_group: str, readings: Mapping[str, Reading]
) -> Score:
    """Score a unit from the readings of its items (item id → reading)."""
    items = items_for(scoring, peer_group)
    sums = Sums()
    for item in items:
        if not isinstance(item.rule, COMBINING):
            sums.lines.append(line_of(item, readings.get(item.id, NOTHING), scoring.decimals))
    known = is_known(sums.lines)
    for kind in COMBINING:
        for item in items:
            if isinstance(item.rule, kind):
                reading = readings.get(item.id, NOTHING)
                sums.lines.append(combined(item, items, sums, reading, scoring.decimals))
    order = {item.id: n for n, item in enumerate(items)}
    sums.lines.sort(key=lambda x: order[x.id])
    adjust(scoring, sums)
    outcome, by = outcome_of(sums.lines)
    return Score(
        unit, peer_group, tuple(sums.lines), sums.total() if known else None,
        sum((x.points or ZERO for x in sums.lines if is_base(x)), ZERO),
        sum((x.points or ZERO for x in sums.lines if is_bonus(x.item)), ZERO),
        sum((-x.points for x in sums.lines if is_minus(x) and x.points is not None), ZERO),
        sum((x.full or ZERO for x in sums.lines if is_base(x)), ZERO),
        sum((x.full or ZERO for x in sums.lines if x.state == "pending" and is_base(x)), ZERO),
        outcome, by,
    )  # fmt: skip


def is_known(lines: Sequence[Line]) -> bool:
    """Whether there is anything to add up: a base line with points (any line if none is base).

    A unit that only waits for its figures has no total, not a total of zero.
    """
    asked = [x for x in lines if is_base(x)] or lines
    return any(x.state in ("scored", "zero") for x in asked)


def is_base(line: Line) -> bool:
    """Whether a line's points are part of the full marks."""
    return line.item is not None and not line.item.beside


def is_bonus(item: ScoreItem | None) -> bool:
    """Whether an item's points come on top."""
    return item is not None and (item.bonus or isinstance(item.rule, BonusPer))


def is_minus(line: Line) -> bool:
    """Whether a line takes points off the whole."""
    return line.item is not None and line.item.rule.kind == "penalty"


def line_of(item: ScoreItem, reading: Reading, decimals: int) -> Line:
    """An item's line, after its missing-data policy."""
    full = item.best
    worked = work(item.rule, full, reading)
    if worked.points is not None:
        state = "scored"
        if isinstance(item.rule, CONDITIONS):
            state = "met" if worked.met else "not_met"
        return Line(item.id, item, reading, worked, state, rounded(worked.points, decimals), full)
    if worked.why == "not_due":
        return Line(item.id, item, reading, worked, "excluded", None, full)
    if item.missing == "zero" and not isinstance(item.rule, CONDITIONS):
        return Line(item.id, item, reading, worked, "zero", rounded(ZERO, decimals), full)
    state = "excluded" if item.missing == "exclude" else "pending"
    return Line(item.id, item, reading, worked, state, None, full)


def combined(
    item: ScoreItem, items: Sequence[ScoreItem], sums: Sums, reading: Reading, decimals: int
) -> Line:
    """The line of a rule over other lines."""
    worked = combine(item, items, sums, reading)
    points = None if worked.points is None else rounded(worked.points, decimals)
    state = "scored" if points is not None else "pending"
    if worked.why == "not_due":
        state = "excluded"
    elif points is None and item.missing != "provisional":
        state, points = ("zero", ZERO) if item.missing == "zero" else ("excluded", None)
    return Line(item.id, item, reading, worked, state, points, item.full)


def combine(item: ScoreItem, items: Sequence[ScoreItem], sums: Sums, reading: Reading) -> Worked:
    """Points of a rule over other lines, before rounding."""
    rule = item.rule
    if isinstance(rule, WorkloadFactor):
        if reading.value is None:
            return cannot(rule.kind, reading.absent or "no_report")
        earned = sums.points(rule.over)
        parts = {"earned": earned, "rate": rule.rate, "value": reading.value}
        return Worked(earned * rule.rate * reading.value, rule.kind, parts)
    if isinstance(rule, GroupCap):
        over = capped_items(item, items)
        return cut(rule.kind, sums.points([i.id for i in over]), rule.most)
    if isinstance(rule, BonusCapTotal):
        return cut(rule.kind, sums.points(bonus_ids(items)), rule.most)
    raise TypeError(rule.kind)


def capped_items(item: ScoreItem, items: Sequence[ScoreItem]) -> list[ScoreItem]:
    """The items a group cap looks at: those it names, else the others of its group."""
    rule = item.rule
    if isinstance(rule, GroupCap) and rule.over:
        return [i for i in items if i.id in rule.over]
    return [i for i in items if i.group == item.group and not isinstance(i.rule, GroupCap)]


def bonus_ids(items: Sequence[ScoreItem]) -> list[str]:
    """Bonuses, and the caps that cut nothing but bonuses."""
    found = [i.id for i in items if is_bonus(i)]
    for item in items:
        over = capped_items(item, items) if isinstance(item.rule, GroupCap) else []
        if over and all(is_bonus(i) for i in over):
            found.append(item.id)
    return found


def cut(kind: str, earned: Decimal, most: Decimal) -> Worked:
    """What lies over a cap, taken off."""
    parts = {"earned": earned, "most": most}
    return Worked(min(most - earned, ZERO), kind, parts)


def adjust(scoring: Scoring, sums: Sums) -> None:
    """Add the lines by which the total differs from the sum of the items."""
    reweight(scoring, sums)
    total = sums.total()
    bounded = total if scoring.most is None else min(total, scoring.most)
    bounded = bounded if scoring.least is None else max(bounded, scoring.least)
    if bounded != total:
        parts = {"earned": total, "bound": bounded}
        sums.lines.append(adjustment("total_bound", bounded - total, parts, scoring.decimals))
    for line in list(sums.lines):
        rule = line.item.rule if line.item else None
        if isinstance(rule, Veto) and line.state == "not_met" and rule.total_at_most is not None:
            over = sums.total() - rule.total_at_most
            if over > 0:
                parts = {"earned": sums.total(), "bound": rule.total_at_most}
                sums.lines.append(adjustment("veto_cut", -over, parts, scoring.decimals))


def reweight(scoring: Scoring, sums: Sums) -> None:
    """Let the lines that count weigh as much as all would: earned × (all ÷ counted - 1)."""
    base = [x for x in sums.lines if is_base(x)]
    whole = sum((x.full or ZERO for x in base), ZERO)
    counted = sum((x.full or ZERO for x in base if x.state != "excluded"), ZERO)
    if not counted or counted == whole:
        return
    caps = [x for x in sums.lines if x.item and isinstance(x.item.rule, GroupCap)]
    items = [x.item for x in sums.lines if x.item]
    own = [x for x in caps if x.item and not any(map(is_bonus, capped_items(x.item, items)))]
    earned = sum((x.points or ZERO for x in [*base, *own]), ZERO)
    parts = {"earned": earned, "whole": whole, "counted": counted}
    extra = earned * (whole / counted - 1)
    sums.lines.append(adjustment("reweighted", extra, parts, scoring.decimals))


def adjustment(kind: str, points: Decimal, parts: Mapping[str, Decimal], decimals: int) -> Line:
    """A line the total adds by itself."""
    worked = Worked(points, kind, parts)
    return Line(kind, None, NOTHING, worked, "adjusted", rounded(points, decimals))


def outcome_of(lines: Sequence[Line]) -> tuple[str | None, str | None]:
    """Why a unit is not ranked, and by which item; a veto goes before a prerequisite."""
    for kind, name in ((Veto, "veto"), (Prerequisite, "prerequisite")):
        for line in lines:
            rule = line.item.rule if line.item else None
            if line.state != "not_met" or not isinstance(rule, kind):
                continue
            if not isinstance(rule, Veto) or rule.total_at_most is None:
                return name, line.id
    return None, None


def ranked(scores: Sequence[Score]) -> list[Score]:
    """The scores of one peer group with their ranks; equal totals share one: 1, 2, 2, 4."""
    totals = [s.total for s in scores if s.total is not None and s.outcome is None]
    found = []
    for score in scores:
        if score.total is None or score.outcome is not None:
            found.append(replace(score, rank=None, ranked=len(totals)))
            continue
        above = sum(1 for total in totals if total > score.total)
        found.append(replace(score, rank=above + 1, ranked=len(totals)))
    return found
