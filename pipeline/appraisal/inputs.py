"""Readings: what each item of a scoring looks at, for one unit at one period's end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.appraisal.duty_readings import duty_reading
from pipeline.appraisal.figures import (
    Figure,
    Figures,
    Goal,
    span_for,
    year_before,
    year_before_start,
)
from pipeline.appraisal.peers import Peer
from pipeline.appraisal.reading import HUNDRED, ZERO, Reading
from pipeline.appraisal.totals import Score, items_for
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.indicator import Indicator
from pipeline.domain.period import Period
from pipeline.domain.plan import Plan, Target
from pipeline.domain.scoring import ScoreItem, Scoring
from pipeline.domain.scoring_rule import LateDays, MeanOfChildren
from pipeline.indicators.scorecards import conversion, default_family
from pipeline.indicators.segments import key_of

INHERITED = ("level", "duty")
"""Targets that hold for each unit below as they hold for the plan's own unit."""


@dataclass(frozen=True)
class Scene:
    """What readings are taken from: one plan at one period's end."""

    catalogue: Catalogue
    plan: Plan
    scoring: Scoring
    period: Period
    due: Decimal
    """Percent of the plan's way due on the day."""
    figures: Figures
    children: Mapping[str, tuple[str, ...]]
    """Unit → the open units right below it on the day."""
    scores: Mapping[tuple[str, str, str], Score]
    """(plan, period, unit) → what is scored already."""


def readings_of(scene: Scene, peer: Peer) -> dict[str, Reading]:
    """Item id → reading."""
    items = items_for(scene.scoring, peer.group)
    return {item.id: reading_of(scene, item, peer.unit) for item in items}


def reading_of(scene: Scene, item: ScoreItem, unit: str) -> Reading:
    """One item's reading, from wherever it takes its figure."""
    if isinstance(item.rule, LateDays):
        return late_reading(scene, item.rule, unit)
    if isinstance(item.rule, MeanOfChildren):
        return mean_reading(scene, item.rule, unit)
    if item.by_marks:
        return marked(scene, item, unit)
    if item.target is not None:
        return target_reading(scene, item, unit)
    if item.indicator is not None:
        return indicator_reading(scene, item, unit)
    return Reading(None)


def marked(scene: Scene, item: ScoreItem, unit: str) -> Reading:
    """The sum of a unit's marks so far."""
    day = scene.period.end
    marks = [m for m in item.marks.get(unit, ()) if m.on is None or m.on <= day]
    if not marks:
        return Reading(item.unlisted, absent="no_mark")
    return Reading(sum((m.value for m in marks), ZERO))


def late_reading(scene: Scene, rule: LateDays, unit: str) -> Reading:
    """Days late of the unit's reports, its own and those of the units below."""
    found = scene.figures.late.get((unit, scene.period.code, rule.form or "", rule.span))
    if found is None:
        return Reading(None, absent="no_report_due")
    days = found.total if rule.count == "total" else found.worst
    return Reading(days, expected=found.expected, reported=found.reported, absent="no_report")


def mean_reading(scene: Scene, rule: MeanOfChildren, unit: str) -> Reading:
    """The mean total of the units right below that are scored."""
    plan = rule.plan or scene.plan.id
    below = [
        score
        for child in scene.children.get(unit, ())
        if (score := scene.scores.get((plan, scene.period.code, child))) is not None
    ]
    totals = [score.total for score in below if score.total is not None]
    firm = sum(1 for score in below if score.total is not None and not score.provisional)
    if not totals:
        return Reading(None, expected=len(below), absent="no_score")
    mean = sum(totals, ZERO) / len(totals)
    return Reading(mean, sum(totals, ZERO), Decimal(len(totals)), expected=len(below),
                   reported=firm)  # fmt: skip


def indicator_reading(scene: Scene, item: ScoreItem, unit: str) -> Reading:
    """An indicator's figure; sums over time start from zero, levels from nobody knows where."""
    indicator = scene.catalogue.indicators[item.indicator or ""]
    family = item.family or default_family(indicator)
    span = span_for(indicator, item.span)
    return measured(
        scene, indicator, family, key_of(item.segment), unit, span,
        baseline=ZERO if span == "to_date" and indicator.nature == "flow" else None,
        lower_better=indicator.direction == "lower_better",
    )  # fmt: skip


def measured(
    scene: Scene,
    indicator: Indicator,
    family: str,
    segment: str,
    unit: str,
    span: str,
    *,
    baseline: Decimal | None,
    lower_better: bool,
    goal: Decimal | None = None,
    due: Decimal | None = None,
    factor: Decimal = Decimal(1),
) -> Reading:
    """A stored figure as a reading; ``factor`` turns the indicator's unit into the target's."""

    def at(period: Period) -> Figure:
        return scene.figures.value(indicator, family, segment, unit, period.code, span)

    now, earlier = at(scene.period), year_before(scene.period, scene.catalogue)
    before = at(earlier).value if indicator.is_same_on(earlier.end, scene.period.end) else None
    return Reading(
        scaled(now.value, factor), now.numerator, now.denominator, goal, baseline,
        scene.due if due is None else due, lower_better, scaled(before, factor),
        now.expected, now.reported, "no_report",
    )  # fmt: skip


def scaled(value: Decimal | None, factor: Decimal) -> Decimal | None:
    """A figure in another unit."""
    return None if value is None else value * factor


def target_reading(scene: Scene, item: ScoreItem, unit: str) -> Reading:
    """A target's figure, goal and baseline: the unit's own target, or the plan's."""
    promised = own_target(scene.catalogue.plans, scene.plan, item.target or "", unit)
    if promised is None:
        return Reading(None, absent="no_target")
    plan, target = promised
    if target.indicator is None:
        return Reading(None, absent="no_indicator")
    if target.kind == "duty":
        return duty_reading(scene, item, plan, target, unit)
    indicator = scene.catalogue.indicators[target.indicator]
    goal = scene.figures.goals.get((plan.id, target.id, scene.period.code))
    if goal is None:
        return Reading(None, absent="no_target")
    span = span_for(indicator, item.span)
    factor = conversion(indicator, target, scene.catalogue.product)
    family = item.family or default_family(indicator)
    reading = measured(
        scene, indicator, family, key_of(target.segment), unit, span, baseline=None,
        lower_better=target.comparator == "<=", goal=goal.value,
        due=HUNDRED if goal.due is None else goal.due, factor=factor,
    )  # fmt: skip
    if is_of_several_years(item, target, indicator):
        sums = None if goal.actual is None else goal.actual / factor / indicator.scale
        reading = replace(reading, value=goal.actual, numerator=sums)
    return replace(reading, baseline=start_of(scene, plan, target, goal, unit, family))


def is_of_several_years(item: ScoreItem, target: Target, indicator: Indicator) -> bool:
    """Whether a target is reached by the sum of its years; such a one is its own unit's alone."""
    adds = indicator.nature == "flow" and target.kind in ("cumulative", "deadline")
    return adds and target.from_year is not None and item.span is None


def own_target(
    plans: Mapping[str, Plan], scored_by: Plan, target: str, unit: str
) -> tuple[Plan, Target] | None:
    """The target in the unit's own plan of the same year, else the plan's own if it holds below."""
    year = (scored_by.year.value, scored_by.calendar)
    mine = [
        (plan, promised)
        for plan in plans.values()
        if plan.unit == unit and (plan.year.value, plan.calendar) == year
        for promised in plan.targets
        if promised.id == target
    ]
    if mine:
        return mine[0]
    for promised in scored_by.targets:
        if promised.id == target and (promised.kind in INHERITED or unit == scored_by.unit):
            return scored_by, promised
    return None


def start_of(
    scene: Scene, plan: Plan, target: Target, goal: Goal, unit: str, family: str
) -> Decimal | None:
    """Where the unit's way to a target starts."""
    if target.kind != "level":
        return ZERO
    if plan.unit == unit:
        return goal.baseline
    if target.baseline.kind == "unknown":
        return None
    if target.baseline.kind == "zero":
        # A ceiling is kept or not: there is no way from nothing up to it.
        return None if target.comparator == "<=" else ZERO
    indicator = scene.catalogue.indicators[target.indicator or ""]
    before = year_before_start(plan, target, scene.catalogue)
    if not indicator.is_same_on(before.end, scene.period.end):
        return None
    found = scene.figures.value(
        indicator, family, key_of(target.segment), unit, before.code, "period"
    )
    return scaled(found.value, conversion(indicator, target, scene.catalogue.product))
