"""Plans whose totals are made of each other's scores: there would be nothing to begin with."""

from collections.abc import Iterator

from pipeline.definitions.draft import Draft
from pipeline.definitions.lint.scoring import each_item, place
from pipeline.domain.finding import Finding
from pipeline.domain.scoring_rule import MeanOfChildren


def scores_are_not_made_of_each_other(draft: Draft) -> Iterator[Finding]:
    """Following ``plan`` from rule to rule never leads back. Each plan on a circle is told."""
    made_of: dict[str, set[str]] = {}
    items = [(key, plan, i, item.rule) for key, plan, _, i, item in each_item(draft)]
    for _, plan, _, rule in items:
        if isinstance(rule, MeanOfChildren) and rule.plan not in (None, plan.id):
            made_of.setdefault(plan.id, set()).add(str(rule.plan))
    for key, plan, i, rule in items:
        if not isinstance(rule, MeanOfChildren) or rule.plan in (None, plan.id):
            continue
        way = way_between(str(rule.plan), plan.id, made_of)
        if way:
            circle = " → ".join((plan.id, *way))
            where = place(i, "rule", "plan")
            yield draft.problem("score-circle", key, where, rule.plan, circle=circle)


def way_between(start: str, end: str, made_of: dict[str, set[str]]) -> tuple[str, ...]:
    """The plans from one to another, both included; () when no way leads there."""
    waiting: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while waiting:
        way = waiting.pop(0)
        if way[-1] == end:
            return way
        for name in sorted(made_of.get(way[-1], set()) - seen):
            seen.add(name)
            waiting.append((*way, name))
    return ()
