"""One unit's score: its lines, what caps and vetoes do to them, the total, and ranks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from pipeline.domain.scoring import ScoreItem, Scoring
from tests.oracle import points
from tests.oracle.pace import F

ZERO = F(0)
TOGETHER = ("group_cap", "workload_factor", "bonus_cap_total")
CONDITIONS = ("prerequisite", "veto")
BESIDE = ("bonus_per", "penalty", *TOGETHER, *CONDITIONS)


@dataclass
class Reading:
    """What an item looks at. ``said`` holds what the formulas of ``points`` ask for."""

    said: dict[str, Any] = field(default_factory=dict)
    expected: int = 0
    reported: int = 0

    def __post_init__(self) -> None:
        self.said.setdefault("due", F(100))


@dataclass
class Line:
    """One line of a score; ``exact`` are its points before rounding."""

    id: str
    item: ScoreItem | None
    state: str
    points: Fraction | None
    exact: Fraction | None
    reading: Reading = field(default_factory=Reading)
    full: Fraction = ZERO

    @property
    def waits(self) -> bool:
        """Whether missing reports may still change it."""
        incomplete = self.reading.reported < self.reading.expected
        firm = ("scored", "met", "not_met")
        return self.state == "pending" or (incomplete and self.state in firm)

    @property
    def base(self) -> bool:
        return self.item is not None and not beside(self.item)


@dataclass
class Score:
    """A unit's score."""

    unit: str
    group: str
    lines: list[Line]
    total: Fraction | None
    outcome: str | None
    provisional: bool
    pending: Fraction
    rank: int | None = None
    ranked: int = 0


def applies(item: ScoreItem, group: str) -> bool:
    return not item.applies_to or group in item.applies_to


def beside(item: ScoreItem) -> bool:
    """Whether an item's points are not part of the full marks."""
    return item.bonus or item.rule.kind in BESIDE


def extra(item: ScoreItem) -> bool:
    """Whether an item's points come on top."""
    return item.bonus or item.rule.kind == "bonus_per"


def full_of(item: ScoreItem) -> Fraction:
    """An item's full marks: said, or its best step's."""
    if item.full is not None:
        return F(item.full)
    rule: Any = item.rule
    steps = {"steps": "steps", "growth_tiers": "tiers"}.get(rule.kind)
    if item.bonus or steps is None:
        return F(0)
    return max(F(step.points) for step in getattr(rule, steps))


def said_by(rule: Any) -> dict[str, Any]:
    """A rule as the formulas of ``points`` read it: yes and no for true and false."""
    told = rule.model_dump(mode="json", exclude_none=True)
    return {k: ("yes" if v else "no") if isinstance(v, bool) else v for k, v in told.items()}


def condition(rule: Any, said: dict[str, Any]) -> bool | None:
    """Whether a prerequisite is met, or nothing happened that takes a unit out."""
    if rule.kind == "veto":
        return bool(F(said["value"]) < F(rule.at_least))
    amount = points.quantity(rule.of, said)
    least, most = rule.at_least, rule.at_most
    if least is None and most is None:
        goal = said.get("goal")
        least, most = (None, goal) if said.get("lower_better") else (goal, None)
    if amount is None or (least is None and most is None):
        return None
    return bool(amount >= F(least) if least is not None else amount <= F(most))


def line_of(item: ScoreItem, reading: Reading, decimals: int) -> Line:
    """One item by itself: its points, or what becomes of it without a figure."""
    full, known = full_of(item), reading.said.get("value") is not None
    if item.rule.kind in CONDITIONS:
        met = condition(item.rule, reading.said) if known else None
        if met is not None:
            state = "met" if met else "not_met"
            return Line(item.id, item, state, F(0), F(0), reading, full)
        left = item.missing == "exclude" or reading.said.get("not_due")
        state = "excluded" if left else "pending"
        return Line(item.id, item, state, None, None, reading, full)
    if reading.said.get("not_due"):
        return Line(item.id, item, "excluded", None, None, reading, full)
    rule = said_by(item.rule)
    exact = points.worked(rule, full, reading.said) if known else None
    if exact is None:
        state = {"zero": "zero", "exclude": "excluded", "provisional": "pending"}[item.missing]
        given = F(0) if state == "zero" else None
        return Line(item.id, item, state, given, given, reading, full)
    return Line(item.id, item, "scored", points.half_up(exact, decimals), exact, reading, full)


def total(lines: Iterable[Line]) -> Fraction:
    return sum((line.points or F(0) for line in lines), F(0))


def score_of(scoring: Scoring, unit: str, group: str, readings: dict[str, Reading]) -> Score:
    """All lines of a unit: the items, what is over several of them, and what bounds the whole."""
    items = [item for item in scoring.items if applies(item, group)]
    round_off: Callable[[Fraction], Fraction] = lambda p: points.half_up(p, scoring.decimals)  # noqa: E731
    lines: dict[str, Line] = {}
    for item in items:
        if item.rule.kind not in TOGETHER:
            lines[item.id] = line_of(item, readings[item.id], scoring.decimals)
    asked = [line for line in lines.values() if line.base] or list(lines.values())
    known = any(line.state in ("scored", "zero") for line in asked)
    for kind in TOGETHER:
        for item in items:
            if item.rule.kind == kind:
                exact = together(item, items, lines, readings[item.id])
                state = "scored"
                if exact is None:
                    ways = {"zero": "zero", "exclude": "excluded", "provisional": "pending"}
                    state = ways[item.missing]
                    if readings[item.id].said.get("not_due"):
                        state = "excluded"
                    exact = F(0) if state == "zero" else None
                given = None if exact is None else round_off(exact)
                lines[item.id] = Line(item.id, item, state, given, exact, readings[item.id])
    found = [lines[item.id] for item in items]
    found += bounds(scoring, items, found, round_off)
    outcome = None
    for kind in CONDITIONS[::-1]:
        for line in found:
            rule: Any = line.item.rule if line.item else None
            out = rule is not None and rule.kind == kind and line.state == "not_met"
            if out and outcome is None and getattr(rule, "total_at_most", None) is None:
                outcome = kind
    return Score(
        unit, group, found, total(found) if known else None, outcome,
        any(line.waits for line in found),
        sum((line.full for line in found if line.base and line.state == "pending"), F(0)),
    )  # fmt: skip


def capped(item: ScoreItem, items: list[ScoreItem]) -> list[ScoreItem]:
    """What a cap looks at: the items it names, or its own group without its caps."""
    rule: Any = item.rule
    if rule.over:
        return [i for i in items if i.id in rule.over]
    return [i for i in items if i.group == item.group and i.rule.kind != "group_cap"]


def together(
    item: ScoreItem, items: list[ScoreItem], lines: dict[str, Line], reading: Reading
) -> Fraction | None:
    """Points of a rule over other lines; what has no line yet counts nothing."""
    rule: Any = item.rule
    if rule.kind == "workload_factor":
        load = reading.said.get("value")
        over = [lines[name] for name in rule.over if name in lines]
        return None if load is None else total(over) * F(rule.rate) * F(load)
    if rule.kind == "group_cap":
        names = [i.id for i in capped(item, items)]
    else:
        names = [i.id for i in items if extra(i)]
        for other in items:
            mine = capped(other, items) if other.rule.kind == "group_cap" else []
            if mine and all(map(extra, mine)):
                names.append(other.id)
    earned = total(lines[name] for name in names if name in lines)
    return min(F(0), F(rule.most) - earned)


def bounds(
    scoring: Scoring, items: list[ScoreItem], lines: list[Line],
    round_off: Callable[[Fraction], Fraction],
) -> list[Line]:  # fmt: skip
    """What the total adds by itself: weight of what is left out, bounds, and vetoes' cuts."""
    found: list[Line] = []

    def add(name: str, exact: Fraction) -> None:
        found.append(Line(name, None, "adjusted", round_off(exact), exact))

    base = [line for line in lines if line.base]
    whole = sum((line.full for line in base), F(0))
    counted = sum((line.full for line in base if line.state != "excluded"), F(0))
    if counted and counted != whole:
        earned = total(base)
        for line in lines:
            if line.item and line.item.rule.kind == "group_cap":
                over = capped(line.item, items)
                earned += F(0) if any(map(extra, over)) else line.points or F(0)
        add("reweighted", earned * (whole / counted - 1))
    so_far = total([*lines, *found])
    held = so_far if scoring.most is None else min(so_far, F(scoring.most))
    held = held if scoring.least is None else max(held, F(scoring.least))
    if held != so_far:
        add("total_bound", held - so_far)
    for line in lines:
        rule: Any = line.item.rule if line.item else None
        if line.state == "not_met" and getattr(rule, "total_at_most", None) is not None:
            over_it = total([*lines, *found]) - F(rule.total_at_most)
            if over_it > 0:
                add("veto_cut", -over_it)
    return found


def rank(scores: list[Score]) -> None:
    """Within each group: one more than how many did better; who is out has no rank."""
    for score in scores:
        rivals = [
            s.total for s in scores
            if s.group == score.group and s.total is not None and s.outcome is None
        ]  # fmt: skip
        score.ranked = len(rivals)
        if score.total is not None and score.outcome is None:
            mine = score.total
            score.rank = 1 + sum(1 for other in rivals if other > mine)
