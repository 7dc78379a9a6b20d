"""Rules of scoring (考核办法): every item has its figure, and what it names exists."""

from collections.abc import Iterator, Sequence

from pipeline.definitions.draft import Draft
from pipeline.definitions.lint.plans import segment_value_problem
from pipeline.definitions.lint.values import UNIT_PREFIX, attribute_problem
from pipeline.definitions.spelling import suggestion
from pipeline.domain.finding import Finding
from pipeline.domain.plan import Plan
from pipeline.domain.scoring import ScoreItem, Scoring
from pipeline.domain.scoring_rule import GroupCap, LateDays, MeanOfChildren, WorkloadFactor

Key = tuple[str, str]


def each_scoring(draft: Draft) -> Iterator[tuple[Key, Plan, Scoring]]:
    """Yield every plan that scores."""
    for plan in draft.plans.values():
        if plan.scoring is not None:
            yield ("plan", plan.id), plan, plan.scoring


def each_item(draft: Draft) -> Iterator[tuple[Key, Plan, Scoring, int, ScoreItem]]:
    """Yield every item with its plan and place."""
    for key, plan, scoring in each_scoring(draft):
        for i, item in enumerate(scoring.items):
            yield key, plan, scoring, i, item


def place(i: int, *more: str | int) -> tuple[str | int, ...]:
    """Return where an item stands in the file."""
    return ("scoring", "items", i, *more)


def ids_are_unique(draft: Draft) -> Iterator[Finding]:
    """No two items, groups or peer groups of a scoring have the same id."""
    for key, _, scoring in each_scoring(draft):
        ids = {
            "items": [item.id for item in scoring.items],
            "groups": [group.id for group in scoring.groups],
            "peer_groups": [group.id for group in scoring.peer_groups],
        }
        for name, given in ids.items():
            first: dict[str, int] = {}
            for i, one in enumerate(given):
                where = ("scoring", name, i, "id")
                line = draft.yaml[key].line(where)
                before = first.setdefault(one, line)
                if before != line:
                    yield draft.problem(
                        "score-id-twice", key, where, one, item=one, first=str(before)
                    )


def items_have_one_figure(draft: Draft) -> Iterator[Finding]:
    """An item looks at an indicator, a target or marks; rules over other lines at nothing."""
    for key, _, _, i, item in each_item(draft):
        given = [
            name
            for name, there in (
                ("indicator", item.indicator),
                ("target", item.target),
                ("marks", item.marks or item.unlisted is not None),
            )
            if there
        ]
        if item.rule.kind == "manual" and not given:
            given = ["marks"]
        if len(given) != (0 if item.asks_nothing else 1):
            yield draft.problem(
                "score-figure", key, place(i), item.id,
                item=item.id, rule=item.rule.kind, given=", ".join(given) or "-",
            )  # fmt: skip


def items_name_what_exists(draft: Draft) -> Iterator[Finding]:
    """Indicators, targets, groups, peer groups and other items an item names are there."""
    for key, plan, scoring, i, item in each_item(draft):
        yield from _figure_exists(draft, key, plan, i, item)
        yield from _family_and_segment_exist(draft, key, i, item)
        if item.group is not None:
            groups = [g.id for g in scoring.groups]
            if item.group not in groups:
                yield _unknown(draft, key, place(i, "group"), item.group, groups)
        for n, name in enumerate(item.applies_to):
            peers = [g.id for g in scoring.peer_groups]
            if name not in peers:
                yield _unknown(draft, key, place(i, "applies_to", n), name, peers)
        yield from _others_exist(draft, key, scoring, i, item)


def _unknown(
    draft: Draft, key: Key, where: Sequence[str | int], name: str, known: Sequence[str]
) -> Finding:
    near = suggestion(name, known)
    return draft.problem("score-unknown-name", key, where, name, name=name, suggestion=near)


def _figure_exists(
    draft: Draft, key: Key, plan: Plan, i: int, item: ScoreItem
) -> Iterator[Finding]:
    name = item.indicator
    if (
        name is not None
        and name not in draft.indicators
        and ("indicator", name) not in draft.broken
    ):
        near = suggestion(name, draft.indicators)
        where = place(i, "indicator")
        yield draft.problem(
            "undeclared-indicator", key, where, name, indicator=name, suggestion=near
        )
    if item.target is not None:
        own = [t.id for t in plan.targets]
        every = {t.id for p in draft.plans.values() for t in p.targets}
        if item.target not in every:
            yield _unknown(draft, key, place(i, "target"), item.target, own or sorted(every))


def _family_and_segment_exist(draft: Draft, key: Key, i: int, item: ScoreItem) -> Iterator[Finding]:
    indicator = draft.indicators.get(item.indicator or "")
    if indicator is None:
        return
    families = [f for f in (indicator.family, *indicator.other_families) if f]
    if item.family is not None and item.family not in families:
        yield _unknown(draft, key, place(i, "family"), item.family, families)
    for field, value in item.segment.items():
        if f"{field}={value}" in indicator.segments:
            continue
        where = place(i, "segment", field)
        if field not in indicator.breakdowns:
            known = [*indicator.breakdowns, *indicator.segments]
            yield draft.problem(
                "segment-not-computed", key, where, f"{field}={value}",
                segment=f"{field}={value}", indicator=indicator.id,
                suggestion=suggestion(field, known),
            )  # fmt: skip
        elif problem := segment_value_problem(draft, indicator, field, value):
            yield draft.problem(problem[0], key, where, value, **problem[1])


def _others_exist(
    draft: Draft, key: Key, scoring: Scoring, i: int, item: ScoreItem
) -> Iterator[Finding]:
    """What the rule itself names: other items, a form, another plan."""
    rule = item.rule
    ids = [other.id for other in scoring.items if other.id != item.id]
    if isinstance(rule, GroupCap | WorkloadFactor):
        for n, name in enumerate(rule.over):
            if name not in ids:
                yield _unknown(draft, key, place(i, "rule", "over", n), name, ids)
    if isinstance(rule, LateDays) and rule.form is not None and rule.form not in draft.forms:
        yield _unknown(draft, key, place(i, "rule", "form"), rule.form, list(draft.forms))
    if isinstance(rule, MeanOfChildren) and rule.plan is not None:
        scored = [p.id for p in draft.plans.values() if p.scoring is not None]
        if rule.plan not in scored:
            yield _unknown(draft, key, place(i, "rule", "plan"), rule.plan, scored)


def marks_name_units(draft: Draft) -> Iterator[Finding]:
    """Marks and listed peers are of units in ``org_units.csv``."""
    if any(kind == "org_units" for kind, _ in draft.broken):
        return
    codes = draft.unit_versions
    for key, _, scoring in each_scoring(draft):
        named = [
            (place(i, "marks", code), code)
            for i, item in enumerate(scoring.items)
            for code in item.marks
        ]
        named += [
            (("scoring", "peer_groups", i, "units", n), code)
            for i, group in enumerate(scoring.peer_groups)
            for n, code in enumerate(group.units)
        ]
        for where, code in named:
            if code not in codes:
                near = suggestion(code, codes, at_most=4)
                yield draft.problem(
                    "undeclared-org-unit", key, where, code, code=code, suggestion=near
                )


def peer_groups_exist(draft: Draft) -> Iterator[Finding]:
    """Levels and attributes of peer groups are declared in ``product.yml``."""
    if draft.product is None:
        return
    for key, _, scoring in each_scoring(draft):
        for i, group in enumerate(scoring.peer_groups):
            where = ("scoring", "peer_groups", i)
            levels = list(draft.product.levels)
            if group.level is not None and group.level not in levels:
                yield _unknown(draft, key, (*where, "level"), group.level, levels)
            for name, values in group.attributes.items():
                for value in values:
                    problem = attribute_problem(draft, f"{UNIT_PREFIX}{name}", value)
                    if problem is not None:
                        there = (*where, "attributes", name)
                        yield draft.problem(problem[0], key, there, value, **problem[1])
