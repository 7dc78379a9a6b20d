"""Rules of points: full marks are there and add up, steps rise, caps and numbers make sense."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.definitions.draft import Draft, as_warning
from pipeline.definitions.lint.scoring import Key, each_item, each_scoring, place
from pipeline.domain.finding import Finding
from pipeline.domain.scoring import ScoreItem, Scoring
from pipeline.domain.scoring_rule import (
    BonusPer,
    DeductPer,
    GroupCap,
    GrowthTiers,
    LinearCap,
    LinearFromBaseline,
    PassFail,
    Prerequisite,
    ScoreStep,
    Steps,
)

ABOVE_ZERO = ("per", "points", "rate", "times", "zero_from")
AGAINST_A_TARGET = ("completion", "pace", "ahead")


def full_marks_are_said(draft: Draft) -> Iterator[Finding]:
    """Items within the full marks say theirs; rules beside them have none."""
    for key, _, _, i, item in each_item(draft):
        unneeded = item.beside and item.full is not None and item.rule.kind != "manual"
        missing = not item.beside and item.best is None
        if missing and item.rule.kind == "mean_of_children":
            continue
        if missing or unneeded:
            slug = "score-full-missing" if missing else "score-full-unwanted"
            yield draft.problem(slug, key, place(i), item.id, item=item.id, rule=item.rule.kind)


def full_marks_add_up(draft: Draft) -> Iterator[Finding]:
    """Items add up to what their group declares, and all to what the scoring declares."""
    for key, _, scoring in each_scoring(draft):
        for i, group in enumerate(scoring.groups):
            own = [item for item in scoring.items if item.group == group.id]
            for peers in peer_names(scoring):
                found = added([item for item in own if applies(item, peers)])
                if group.full is not None and found != group.full:
                    where = ("scoring", "groups", i, "full")
                    yield _sum_differs(draft, key, where, group.full, found, peers)
        for peers in peer_names(scoring):
            found = added([item for item in scoring.items if applies(item, peers)])
            if scoring.full is not None and found != scoring.full:
                yield _sum_differs(draft, key, ("scoring", "full"), scoring.full, found, peers)


def peer_names(scoring: Scoring) -> list[str]:
    """Return the peer groups, or one without a name."""
    return [group.id for group in scoring.peer_groups] or [""]


def applies(item: ScoreItem, peers: str) -> bool:
    """Whether an item is for a peer group."""
    return not item.applies_to or peers in item.applies_to


def added(items: Sequence[ScoreItem]) -> Decimal:
    """Return what full marks add up to."""
    return sum((item.best or Decimal(0) for item in items if not item.beside), Decimal(0))


def _sum_differs(
    draft: Draft,
    key: Key,
    where: Sequence[str | int],
    declared: Decimal,
    found: Decimal,
    peers: str,
) -> Finding:
    details = {"declared": f"{declared:f}", "found": f"{found:f}", "peers": peers or "-"}
    return draft.problem("score-sum", key, where, f"{declared:f}", **details)


def steps_ascend(draft: Draft) -> Iterator[Finding]:
    """Each step has one threshold, all of the same kind, rising; and points differ the same way."""
    for key, _, _, i, item in each_item(draft):
        rule = item.rule
        if isinstance(rule, Steps | GrowthTiers):
            name = "steps" if isinstance(rule, Steps) else "tiers"
            steps = rule.steps if isinstance(rule, Steps) else rule.tiers
            for n, (step, before) in enumerate(zip(steps, (None, *steps), strict=False)):
                if not _follows(step, before):
                    where = place(i, "rule", name, n)
                    yield draft.problem("score-steps", key, where, item.id, item=item.id)
            best = max((step.points for step in steps), default=None)
            if best is None or (item.full is not None and item.full != best):
                where = place(i, "full" if item.full is not None else "rule")
                details = {"item": item.id, "best": f"{best or 0:f}"}
                yield draft.problem("score-steps-full", key, where, str(item.full), **details)


def _follows(step: ScoreStep, before: ScoreStep | None) -> bool:
    """Whether a step has one threshold, and lies beyond the one before."""
    if (step.at_least is None) == (step.at_most is None):
        return False
    if before is None:
        return True
    if (step.at_least is None) != (before.at_least is None):
        return False
    rises = (
        step.points > before.points if step.at_least is not None else step.points < before.points
    )
    return rises and step.threshold > before.threshold


def thresholds_are_said(draft: Draft) -> Iterator[Finding]:
    """One threshold at most; none only where a target's value stands in for it."""
    for key, _, _, i, item in each_item(draft):
        rule = item.rule
        if isinstance(rule, PassFail | Prerequisite):
            given = (rule.at_least is not None) + (rule.at_most is not None)
            if given > 1 or (not given and (item.target is None or rule.of != "value")):
                yield draft.problem("score-threshold", key, place(i, "rule"), item.id, item=item.id)


def goals_are_there(draft: Draft) -> Iterator[Finding]:
    """What is measured against a target has one, or states the goal itself."""
    for key, _, _, i, item in each_item(draft):
        rule = item.rule
        needs = getattr(rule, "of", "value") in AGAINST_A_TARGET
        if isinstance(rule, LinearCap):
            needs = rule.goal is None
        elif isinstance(rule, LinearFromBaseline):
            needs = rule.goal is None or rule.baseline is None
        if needs and item.target is None and not item.by_marks:
            yield draft.problem(
                "score-goal", key, place(i, "rule"), item.id, item=item.id, rule=rule.kind
            )


def caps_leave_room(draft: Draft) -> Iterator[Finding]:
    """A cap is not below the full marks of what it caps."""
    for key, _, scoring in each_scoring(draft):
        if scoring.most is not None and scoring.full is not None and scoring.most < scoring.full:
            yield as_warning(_low(draft, key, ("scoring", "most"), scoring.most, scoring.full))
        declared = {group.id: group.full for group in scoring.groups}
        for i, item in enumerate(scoring.items):
            full = declared.get(item.group or "")
            if isinstance(item.rule, GroupCap) and full is not None and item.rule.most < full:
                where = place(i, "rule", "most")
                yield as_warning(_low(draft, key, where, item.rule.most, full))


def _low(
    draft: Draft, key: Key, where: Sequence[str | int], most: Decimal, full: Decimal
) -> Finding:
    details = {"most": f"{most:f}", "full": f"{full:f}"}
    return draft.problem("score-cap-low", key, where, f"{most:f}", **details)


def numbers_make_sense(draft: Draft) -> Iterator[Finding]:
    """What is divided by or counted with is above zero, and a floor is not above its cap."""
    for key, _, _, i, item in each_item(draft):
        rule = item.rule
        wrong = [
            (place(i, "rule", name), value)
            for name, value in rule
            if name in ABOVE_ZERO and isinstance(value, Decimal) and value <= 0
        ]
        if item.full is not None and item.full <= 0:
            wrong.append((place(i, "full"), item.full))
        if isinstance(rule, LinearCap | LinearFromBaseline) and rule.floor > rule.cap:
            wrong.append((place(i, "rule", "floor"), rule.floor))
        if isinstance(rule, DeductPer) and rule.below is not None and rule.above is not None:
            wrong.append((place(i, "rule", "above"), rule.above))
        if isinstance(rule, BonusPer) and rule.most is not None and rule.most <= 0:
            wrong.append((place(i, "rule", "most"), rule.most))
        for where, value in wrong:
            yield draft.problem("score-number", key, where, f"{value:f}", item=item.id)
