"""Rules of plans: every promise can be measured in its unit, or says why it cannot."""

from collections.abc import Iterator

from pipeline.definitions.draft import Draft, as_warning
from pipeline.definitions.lint.values import UNIT_PREFIX, attribute_problem, value_problem
from pipeline.definitions.spelling import suggestion
from pipeline.domain.finding import Finding
from pipeline.domain.indicator import Indicator, Nature
from pipeline.domain.period import MONTHS
from pipeline.domain.plan import Plan, Target, TargetKind

KINDS: dict[Nature, tuple[TargetKind, ...]] = {
    "flow": ("cumulative", "duty", "deadline"),
    "stock": ("level", "deadline"),
    "rate": ("level", "deadline"),
}
AGAINST = {"higher_better": "<=", "lower_better": ">="}


def each_target(draft: Draft) -> Iterator[tuple[Plan, int, Target]]:
    """Yield all targets with their plan and place."""
    for plan in draft.plans.values():
        for i, target in enumerate(plan.targets):
            yield plan, i, target


def plans_belong_to_units(draft: Draft) -> Iterator[Finding]:
    """The unit of a plan is in ``org_units.csv``."""
    if any(kind == "org_units" for kind, _ in draft.broken):
        return
    codes = {unit.code: unit for unit in draft.org_units}
    for name, plan in draft.plans.items():
        if plan.unit not in codes:
            yield draft.problem(
                "undeclared-org-unit",
                ("plan", name),
                ("unit",),
                plan.unit,
                code=plan.unit,
                suggestion=suggestion(plan.unit, codes, at_most=4),
            )


def targets_are_unique(draft: Draft) -> Iterator[Finding]:
    """No two targets of a plan have the same id."""
    first: dict[tuple[str, str], int] = {}
    for plan, i, target in each_target(draft):
        line = draft.yaml["plan", plan.id].line(("targets", i, "id"))
        before = first.setdefault((plan.id, target.id), line)
        if before != line:
            yield draft.problem(
                "target-twice",
                ("plan", plan.id),
                ("targets", i, "id"),
                target.id,
                target=target.id,
                first=str(before),
            )


def targets_are_measured_or_say_why(draft: Draft) -> Iterator[Finding]:
    """Exactly one of ``indicator`` and ``unmeasured`` is given; the indicator exists."""
    for plan, i, target in each_target(draft):
        key, where = ("plan", plan.id), ("targets", i)
        if (target.indicator is None) == (target.unmeasured is None):
            yield draft.problem("measured-or-not", key, where, target=target.id)
        name = target.indicator
        if name is None or name in draft.indicators or ("indicator", name) in draft.broken:
            continue
        yield draft.problem(
            "undeclared-indicator",
            key,
            (*where, "indicator"),
            name,
            indicator=name,
            suggestion=suggestion(name, draft.indicators),
        )


def measured_targets(draft: Draft) -> Iterator[tuple[Plan, int, Target, Indicator]]:
    """Yield the targets whose indicator exists, with it."""
    for plan, i, target in each_target(draft):
        indicator = draft.indicators.get(target.indicator or "")
        if indicator is not None:
            yield plan, i, target, indicator


def target_units_convert(draft: Draft) -> Iterator[Finding]:
    """A target's unit measures the same thing as its indicator's."""
    if draft.product is None:
        return
    units = draft.product.units
    for plan, i, target, indicator in measured_targets(draft):
        own, other = units.get(target.unit), units.get(indicator.unit)
        if own is not None and other is not None and own.base != other.base:
            yield draft.problem(
                "unit-not-convertible",
                ("plan", plan.id),
                ("targets", i, "unit"),
                target.unit,
                unit=target.unit,
                indicator=indicator.id,
                indicator_unit=indicator.unit,
            )


def target_kinds_fit(draft: Draft) -> Iterator[Finding]:
    """Flows add up or are owed each period; stocks and rates stand at a level."""
    for plan, i, target, indicator in measured_targets(draft):
        key, where = ("plan", plan.id), ("targets", i)
        permitted = KINDS[indicator.nature]
        if target.kind not in permitted:
            yield draft.problem(
                "target-kind",
                key,
                (*where, "kind"),
                target.kind,
                kind=target.kind,
                indicator=indicator.id,
                nature=indicator.nature,
                permitted=", ".join(permitted),
            )
        if target.kind == "duty" and target.span not in MONTHS:
            yield draft.problem(
                "duty-span", key, (*where, "span"), target.span, target=target.id,
                span=target.span,
            )  # fmt: skip
        if AGAINST.get(indicator.direction) == target.comparator:
            yield as_warning(
                draft.problem(
                    "comparator-against-direction",
                    key,
                    (*where, "comparator"),
                    target.comparator,
                    comparator=target.comparator,
                    indicator=indicator.id,
                    direction=indicator.direction,
                )
            )


def segments_can_be_computed(draft: Draft) -> Iterator[Finding]:
    """A segment is a breakdown of the indicator with values it can have, or its own segment.

    ``state,collective`` means both together.
    """
    for plan, i, target, indicator in measured_targets(draft):
        for field, value in target.segment.items():
            if f"{field}={value}" in indicator.segments:
                continue
            key, where = ("plan", plan.id), ("targets", i, "segment", field)
            if field not in indicator.breakdowns:
                known = [*indicator.breakdowns, *indicator.segments]
                yield draft.problem(
                    "segment-not-computed",
                    key,
                    where,
                    f"{field}={value}",
                    segment=f"{field}={value}",
                    indicator=indicator.id,
                    suggestion=suggestion(field, known),
                )
            elif problem := segment_value_problem(draft, indicator, field, value):
                yield draft.problem(problem[0], key, where, value, **problem[1])


def segment_value_problem(
    draft: Draft, indicator: Indicator, field: str, value: str
) -> tuple[str, dict[str, str]] | None:
    """Return slug and details when a segment's value cannot be one of its field."""
    measure = next(iter(indicator.numerator), None)
    section = draft.section(measure.form, measure.section) if measure else None
    for one in value.split(","):
        problem = None
        if field.startswith(UNIT_PREFIX):
            problem = attribute_problem(draft, field, one)
        elif section is not None and field in section.fields:
            problem = value_problem(draft, field, section.fields[field], one)
        if problem is not None:
            return problem
    return None


def baselines_fit(draft: Draft) -> Iterator[Finding]:
    """A fixed baseline has its number, and no other has one."""
    for plan, i, target in each_target(draft):
        baseline = target.baseline
        if (baseline.kind == "fixed") != (baseline.value is not None):
            where = ("targets", i, "baseline")
            yield draft.problem("baseline-value", ("plan", plan.id), where, baseline.kind)


def weights_fit(draft: Draft) -> Iterator[Finding]:
    """Weights are above zero, and every target of a plan has one or none has."""
    for plan, i, target in each_target(draft):
        key, where = ("plan", plan.id), ("targets", i, "weight")
        weighted = any(t.weight is not None for t in plan.targets)
        if target.weight is not None and target.weight <= 0:
            yield draft.problem("weight-not-positive", key, where, str(target.weight))
        if target.weight is None and weighted:
            yield as_warning(draft.problem("weight-missing", key, where[:-1], target=target.id))
