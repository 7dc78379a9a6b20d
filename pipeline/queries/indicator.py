"""One indicator at one unit: trend, units below ranked, families, segments, definition."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pipeline.domain.indicator import Indicator
from pipeline.domain.period import parse_period
from pipeline.indicators.scorecards import conversion, default_family
from pipeline.queries.answers import (
    ChildValue,
    Comparison,
    FamilyValue,
    IndicatorPage,
    IndicatorRef,
    PeriodRef,
    PlanRef,
    SegmentValue,
    TargetRow,
    TrendPoint,
    UnitRef,
    Value,
)
from pipeline.queries.answers.numbers import nearest, unmet
from pipeline.queries.bounds import Key as BoundsKey
from pipeline.queries.bounds import bounds
from pipeline.queries.cards import card, segment_text
from pipeline.queries.comparisons import Asked, comparisons
from pipeline.queries.forecasts import forecast
from pipeline.queries.nouns import Nouns, nouns
from pipeline.queries.targets import as_decimal, other_plans, target_of_plan, targets
from pipeline.queries.units import breadcrumb, children
from pipeline.queries.values import check_segment, check_variant, nothing, span_of, values
from pipeline.warehouse.reader import Reader

INCOMPLETE_BELOW = Decimal(80)
DUE_PATH = """
select win.ends, tv.due, tv.target_value, tv.baseline
from target_value as tv join time_window as win on win.period = tv.period and win.span = 'period'
where tv.plan = $plan and tv.target = $target and win.kind = $kind
"""


def indicators(reader: Reader) -> tuple[IndicatorRef, ...]:
    """All indicators, by theme in the product's order, core ones first."""
    known = nouns(reader)
    order = {theme: position for position, theme in enumerate(known.product.themes)}
    refs = [known.indicator_ref(name) for name in known.indicators]
    return tuple(sorted(refs, key=lambda r: (order[r.theme], not r.core, r.id)))


def indicator_page(
    reader: Reader,
    indicator: str,
    unit: str,
    period: str,
    family: str | None = None,
    segment: str = "",
    plan: str | None = None,
) -> IndicatorPage:
    """Everything the indicator's page shows; its target is of ``plan``, or else of the plan in
    force, or of the first that has one."""
    known = nouns(reader)
    asked = known.indicator(indicator)
    at = known.period(period)
    check_variant(asked, family)
    check_segment(reader, asked, segment)
    chosen = family or default_family(asked)
    below = children(reader, unit, at)
    series = periods_like(known, at)
    units = [unit, *(child.code for child in below)]
    here = values(reader, [asked], units, [at])
    past = values(reader, [asked], [unit], series)
    target, others = target_of(reader, asked, unit, at, segment, plan)
    key = (asked.id, chosen, segment)
    value = bounded(reader, asked, here.get((*key, unit, at.code), nothing(span_of(asked))),
                    (asked.id, chosen, unit), at, segment)  # fmt: skip
    return IndicatorPage(
        unit=known.unit(unit, at.end),
        breadcrumb=breadcrumb(reader, unit, at),
        period=at,
        indicator=beside_goal(known, asked, value, target),
        value=value,
        target=target,
        trend=trend(
            years_of(known, asked, series),
            past,
            (*key, unit),
            due_values(reader, known, asked, target, at.kind),
            span_of(asked),
        ),
        children=ranked(
            asked,
            [(c, here.get((*key, c.code, at.code), nothing(span_of(asked)))) for c in below],
        ),
        families=families(known, asked, here, unit, at, chosen),
        segments=segments(known, asked, here, unit, at),
        card=card(known, asked, at.end),
        forecast=None if segment or family else forecast(reader, asked, unit, at),
        changes=changes(reader, unit, Asked(*key, at.code, span_of(asked))),
        other_plans=others,
    )


def beside_goal(
    known: Nouns, asked: Indicator, value: Value, target: TargetRow | None
) -> IndicatorRef:
    """The indicator, whose figures do not read like the goal they stand beside and have not met."""
    ref = known.indicator_ref(asked.id)
    if target is None:
        return ref
    promised = target_of_plan(known.plans[target.plan_id], target.target_id)
    goal = target.target / conversion(asked, promised, known.product)
    missed = (unmet(one, goal, target.comparator) for one in (value.value, value.estimate))
    return replace(ref, apart=nearest(missed))


def changes(reader: Reader, unit: str, asked: Asked) -> tuple[Comparison, ...]:
    """The figure against the year and the period before."""
    return comparisons(reader, unit, [asked])[asked]


def bounded(
    reader: Reader, indicator: Indicator, value: Value, key: BoundsKey, at: PeriodRef, segment: str
) -> Value:
    """A value with its bounds, while reports are missing."""
    if segment or value.data.reported >= value.data.expected:
        return value
    found = bounds(reader, [indicator], [key[2]], at).get(key)
    return value if found is None else replace(value, low=found.low, high=found.high)


def periods_like(known: Nouns, at: PeriodRef) -> list[PeriodRef]:
    """Periods of the same kind and calendar up to this one: two to five years of them."""
    found = [
        period
        for period in known.windows.values()
        if period.kind == at.kind and period.calendar == at.calendar and period.end <= at.end
    ]
    return found[-12:]


def target_of(
    reader: Reader,
    indicator: Indicator,
    unit: str,
    at: PeriodRef,
    segment: str,
    plan: str | None = None,
) -> tuple[TargetRow | None, tuple[PlanRef, ...]]:
    """The unit's target for this indicator and segment, by the plan asked for if it is judged by
    that; and the other plans that have such a target."""
    chosen, rows = targets(reader, unit, at, plan)
    mine = next((row for row in rows if is_for(row, indicator, segment)), None)
    having = [
        (other, row)
        for other in other_plans(reader, unit, at, chosen)
        for row in targets(reader, unit, at, other.id)[1]
        if row.plan_id == other.id and is_for(row, indicator, segment)
    ]
    asked = chosen is not None and chosen.id == plan
    if mine is None and having and not asked:
        (_, mine), *having = having
    return mine, tuple(other for other, _ in having)


def is_for(row: TargetRow, indicator: Indicator, segment: str) -> bool:
    """Whether a target is for an indicator's segment."""
    return row.indicator is not None and (row.indicator.id, row.segment) == (indicator.id, segment)


def years_of(
    known: Nouns, asked: Indicator, series: list[PeriodRef]
) -> list[tuple[PeriodRef, date | None]]:
    """Each period with the first day of the year over which the indicator is counted, if it is."""
    if not asked.accumulates:
        return [(period, None) for period in series]
    calendars = known.product.calendars
    return [(period, parse_period(period.code, calendars).year_start) for period in series]


def trend(
    series: list[tuple[PeriodRef, date | None]],
    past: dict[tuple[str, str, str, str, str], Value],
    key: tuple[str, str, str, str],
    due: dict[str, Decimal],
    span: str,
) -> tuple[TrendPoint, ...]:
    """The value of every period, absent ones included, and where the schedule wanted it."""
    points: list[TrendPoint] = []
    for period, counts_from in series:
        value = past.get((*key, period.code))
        if value is not None or points:
            due_then = due.get(str(period.end))
            points.append(TrendPoint(period, value or nothing(span), due_then, counts_from))
    return tuple(points)


def due_values(
    reader: Reader, known: Nouns, asked: Indicator, target: TargetRow | None, kind: str
) -> dict[str, Decimal]:
    """Period's last day → the value the schedule makes due, in the indicator's unit.

    A duty has no such line: it is owed anew in each span, and the values are of the year so far.
    """
    if target is None or target.kind == "duty":
        return {}
    planned = target_of_plan(known.plans[target.plan_id], target.target_id)
    factor = conversion(asked, planned, known.product)
    parameters = {"plan": target.plan_id, "target": target.target_id, "kind": kind}
    found = {}
    for ends, due, goal, baseline in reader.rows(DUE_PATH, parameters):
        start = (
            baseline if baseline is not None else (None if target.kind == "level" else Decimal(0))
        )
        if due is not None and start is not None:
            value = as_decimal((start + (goal - start) * due / 100) / factor)
            if value is not None:
                found[str(ends)] = value
    return found


def ranked(indicator: Indicator, rows: list[tuple[UnitRef, Value]]) -> tuple[ChildValue, ...]:
    """Units below, best first; those without a value or too incomplete have no rank."""
    best_first = -1 if indicator.direction != "lower_better" else 1
    able = [(u, v) for u, v in rows if v.value is not None and is_complete(v)]
    able.sort(key=lambda pair: best_first * (pair[1].value or Decimal(0)))
    found: list[ChildValue] = []
    for position, (unit, value) in enumerate(able, start=1):
        tied = bool(found) and found[-1].value.value == value.value
        found.append(ChildValue(unit, value, found[-1].rank if tied else position))
    rest = [(u, v) for u, v in rows if v.value is None or not is_complete(v)]
    rest.sort(key=lambda pair: pair[1].value is None)
    return (*found, *(ChildValue(u, v, None) for u, v in rest))


def is_complete(value: Value) -> bool:
    """Whether enough units reported for the value to be ranked."""
    if not value.data.expected:
        return True
    return Decimal(100) * value.data.reported / value.data.expected >= INCOMPLETE_BELOW


def families(
    known: Nouns,
    indicator: Indicator,
    here: dict[tuple[str, str, str, str, str], Value],
    unit: str,
    at: PeriodRef,
    chosen: str,
) -> tuple[FamilyValue, ...]:
    """The indicator under each of its denominator families."""
    if not indicator.other_families or indicator.denominator_label is None:
        return ()
    found = []
    for family in (default_family(indicator), *indicator.other_families):
        value = here.get((indicator.id, family, "", unit, at.code), nothing(span_of(indicator)))
        name = known.product.families.get(family, indicator.name)
        found.append(
            FamilyValue(
                family, name, family == chosen, indicator.numerator_label,
                indicator.denominator_label, value,
            )
        )  # fmt: skip
    return tuple(found)


def segments(
    known: Nouns,
    indicator: Indicator,
    here: dict[tuple[str, str, str, str, str], Value],
    unit: str,
    at: PeriodRef,
) -> tuple[SegmentValue, ...]:
    """The indicator in every segment that has a value here."""
    found = []
    for (_, family, segment, of_unit, period), value in sorted(here.items()):
        mine = family == default_family(indicator) and of_unit == unit and period == at.code
        if segment and mine and (value.value is not None or value.concealed):
            found.append(SegmentValue(segment, segment_text(known, indicator, segment), value))
    return tuple(found)
