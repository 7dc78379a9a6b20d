"""Targets of a unit at a period's end, as they were judged."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pipeline.domain.noun import Bilingual
from pipeline.domain.period import parse_period
from pipeline.domain.plan import Plan, Target, places
from pipeline.domain.status import Status
from pipeline.indicators.scorecards import default_family
from pipeline.indicators.segments import key_of
from pipeline.queries.answers import PeriodRef, PlanRef, TargetRow, TargetVersion, Value
from pipeline.queries.cards import both, segment_in_short, with_segment
from pipeline.queries.judged_also import with_others
from pipeline.queries.nouns import NotFound, Nouns, near, nouns
from pipeline.queries.values import nothing, span_of, values
from pipeline.warehouse.reader import Reader
from pipeline.wording.statuses import WORST_FIRST

PLAN = Bilingual(zh="计划", en="plan")
NOT_REACHED = (Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND)
JUDGED = """
select tv.plan, tv.target, tv.period, tv.value, tv.baseline, tv.completion, tv.due, tv.gap,
       tv.gap_days, tv.status, tv.reason, tv.remaining, tv.needed_per_month, tv.target_value,
       tv.gap_value, tv.schedule, tv.learned_from, tv.best_per_month, tv.unreachable_on,
       tv.spans, tv.spans_ended, tv.spans_done, tv.missed_on, tv.judged_in
from target_value as tv
join time_window as win on win.period = tv.period and win.span = 'period'
where tv.unit = $unit and win.ends = $day and win.kind = $kind
order by tv.plan, tv.position
"""
PLANS = """
select distinct tv.plan
from target_value as tv
join time_window as win on win.period = tv.period and win.span = 'period'
where tv.unit = $unit and win.ends = $day and win.kind = $kind
order by all
"""
VERSIONS = """
select tv.plan, tv.target, tv.target_value, tv.since, tv.document_zh, tv.document_en, tv.number,
       tv.issued_on, tv.holds, tv.completion, tv.gap, tv.status
from target_version as tv
join target_value as judged using (plan, target, period)
where judged.unit = $unit and tv.period = $period
order by tv.plan, judged.position, tv.version
"""
STATUSES = """
select tv.unit, tv.status, count(*)
from target_value as tv
join time_window as win on win.period = tv.period and win.span = 'period'
where tv.unit in (select unnest($units::varchar[])) and win.ends = $day and win.kind = $kind
  and tv.status is not null
group by all
"""


def targets(
    reader: Reader, unit: str, period: PeriodRef, plan: str | None = None
) -> tuple[PlanRef | None, tuple[TargetRow, ...]]:
    """The plan in force and its targets, in the plan's order."""
    known = nouns(reader)
    rows = reader.rows(JUDGED, {"unit": unit, "day": period.end, "kind": period.kind})
    if not rows:
        return None, ()
    chosen = choose_plan(known, rows, plan, period)
    kept = [row for row in rows if row[0] == chosen]
    mine = {(row[0], row[1]): known.plans[row[0]] for row in kept}
    mine |= running_on(known, rows, chosen)
    shown = [row for row in rows if (row[0], row[1]) in mine]
    shown.sort(key=lambda row: row[0] != chosen)
    versions = versions_of(reader, unit, shown)
    actuals = actual_values(reader, known, unit, shown)
    found = tuple(
        target_row(known, mine[row[0], row[1]], row, period, actuals, versions) for row in shown
    )
    return plan_ref(known.plans[chosen]), with_others(reader, known, unit, period, found)


def choose_plan(
    known: Nouns, rows: Sequence[tuple[Any, ...]], asked: str | None, period: PeriodRef
) -> str:
    """The plan asked for; else one for the period's own year, else the first."""
    plans = sorted({str(row[0]) for row in rows})
    if asked in plans:
        return str(asked)
    return min(plans, key=lambda name: (known.plans[name].year.value < period.end.year, name))


def other_plans(
    reader: Reader, unit: str, period: PeriodRef, chosen: PlanRef | None
) -> tuple[PlanRef, ...]:
    """The plans beside the chosen one, without those of years before: see ``running_on``."""
    if chosen is None:
        return ()
    known = nouns(reader)
    found = reader.rows(PLANS, {"unit": unit, "day": period.end, "kind": period.kind})
    plans = [plan_ref(known.plans[name]) for (name,) in found if name != chosen.id]
    return tuple(plan for plan in plans if plan.year >= chosen.year)


def check_plan(reader: Reader, unit: str, period: PeriodRef, plan: str) -> None:
    """A unit is judged by a plan at a period's end. Raises NotFound, with those it is judged by."""
    found = reader.rows(PLANS, {"unit": unit, "day": period.end, "kind": period.kind})
    there = [name for (name,) in found]
    if plan not in there:
        raise NotFound(PLAN, plan, near(plan, there), there)


def targets_of_all_plans(reader: Reader, unit: str, period: PeriodRef) -> tuple[TargetRow, ...]:
    """The targets of the plan in force, then those of ``other_plans``, named with their plan."""
    chosen, rows = targets(reader, unit, period)
    for plan in other_plans(reader, unit, period, chosen):
        more = targets(reader, unit, period, plan.id)[1]
        rows += tuple(named_with(row, plan) for row in more if row.plan_id == plan.id)
    return rows


def named_with(row: TargetRow, plan: PlanRef) -> TargetRow:
    """The same with its plan in its name, to be told from a like one of another plan."""
    name = Bilingual(zh=f"{row.name.zh}（{plan.title.zh}）", en=f"{row.name.en} ({plan.title.en})")
    return replace(row, name=name)


def running_on(
    known: Nouns, rows: Sequence[tuple[Any, ...]], chosen: str
) -> dict[tuple[str, str], Plan]:
    """Promises over several years of earlier plans, unless the chosen plan repeats them."""
    own = known.plans[chosen]
    said = {(t.indicator, key_of(t.segment)) for t in own.targets}
    found = {}
    for row in rows:
        plan = known.plans[row[0]]
        target = target_of_plan(plan, row[1])
        repeated = (target.indicator, key_of(target.segment)) in said
        if plan.year.value < own.year.value and target.to_year is not None and not repeated:
            found[row[0], row[1]] = plan
    return found


def target_of_plan(plan: Plan, name: str) -> Target:
    """A target by its id."""
    return next(target for target in plan.targets if target.id == name)


def versions_of(
    reader: Reader, unit: str, rows: Sequence[tuple[Any, ...]]
) -> dict[tuple[str, str], tuple[TargetVersion, ...]]:
    """Plan and target → every value set by the period's end, where there are several."""
    found: dict[tuple[str, str], tuple[TargetVersion, ...]] = {}
    for period in {row[2] for row in rows}:
        for row in reader.rows(VERSIONS, {"unit": unit, "period": period}):
            plan, target, value, since, zh, en, number, issued, holds, done, gap, status = row
            version = TargetVersion(
                as_decimal(value) or Decimal(0), since, Bilingual(zh=zh, en=en), number, issued,
                holds, as_decimal(done), as_decimal(gap), Status(status) if status else None,
            )  # fmt: skip
            found[plan, target] = (*found.get((plan, target), ()), version)
    return found


def actual_values(
    reader: Reader,
    known: Nouns,
    unit: str,
    rows: Sequence[tuple[Any, ...]],
) -> dict[tuple[str, str], Value]:
    """Plan and target → the stored value behind it, with its parts and completeness."""
    found: dict[tuple[str, str], Value] = {}
    measured = [
        (row, target)
        for row in rows
        if (target := target_of_plan(known.plans[row[0]], row[1])).indicator
    ]
    for span in ("period", "to_date"):
        of_span = [(row, t) for row, t in measured if target_span(known, t) == span]
        wanted = [known.indicators[t.indicator] for _, t in of_span if t.indicator]
        windows = [known.windows[code] for code in sorted({seen(known, r) for r, _ in of_span})]
        stored = values(reader, wanted, [unit], windows, span) if wanted else {}
        for row, target in of_span:
            at = known.windows[seen(known, row)]
            indicator = known.indicators[target.indicator or ""]
            family = default_family(indicator)
            key = (indicator.id, family, key_of(target.segment), unit, at.code)
            whole = stored.get((indicator.id, family, "", unit, at.code), nothing(span))
            value = stored.get(key, nothing(span))
            found[row[0], row[1]] = Value(
                value.value, value.numerator, value.denominator, whole.data, span,
                value.approximate, value.estimate,
            )  # fmt: skip
    return found


def seen(known: Nouns, row: tuple[Any, ...]) -> str:
    """The period whose figure was judged: of a duty the one span's, where it has a window."""
    return str(row[-1]) if row[-1] in known.windows else str(row[2])


def target_span(known: Nouns, target: Target) -> str:
    """A duty looks at the period alone, everything else at what its indicator says."""
    if target.kind == "duty" or target.indicator is None:
        return "period"
    return span_of(known.indicators[target.indicator])


def target_row(
    known: Nouns,
    plan: Plan,
    row: tuple[Any, ...],
    period: PeriodRef,
    actuals: dict[tuple[str, str], Value],
    versions: dict[tuple[str, str], tuple[TargetVersion, ...]],
) -> TargetRow:
    """One judged target as an answer."""
    (_, name, at, value, baseline, completion, due, gap, days, status, reason, remaining, needed,
     goal, gap_value, schedule, learned_from, best, unreachable_on, *duty) = row  # fmt: skip
    target = target_of_plan(plan, name)
    actual = actuals.get((plan.id, name))
    ref = known.indicator_ref(target.indicator) if target.indicator else None
    shown = actual or nothing("period")
    over = is_over(known, plan, target, period)
    state = Status(str(status)) if status else None
    spans, ended, done, missed_on, judged_in = duty
    judged = TargetRow(
        target_id=target.id,
        plan_id=plan.id,
        name=told_apart(known, plan, target),
        indicator=ref,
        segment=key_of(target.segment),
        kind=target.kind,
        comparator=target.comparator,
        target=as_decimal(goal) or Decimal(0),
        unit_label=known.product.units[target.unit].label,
        decimals=max(ref.decimals if ref else 0, target.places, places(goal)),
        baseline=as_decimal(baseline),
        baseline_kind=target.baseline.kind,
        actual=Value(
            as_decimal(value), shown.numerator, shown.denominator, shown.data, shown.span,
            shown.approximate, shown.estimate,
        ),
        completion=as_decimal(completion),
        due=as_decimal(due),
        gap=as_decimal(gap),
        gap_days=days if isinstance(days, int) else None,
        status=state,
        reason=str(reason) if reason else None,
        remaining=as_decimal(remaining),
        needed_per_month=None if over else as_decimal(needed),
        fact=target.fact,
        quote=target.quote,
        note=target.note,
        fact_names=known.facts_in(target.fact, *both(target.note)),
        gap_value=as_decimal(gap_value),
        schedule=schedule,
        schedule_asked=plan.schedule if target.to_year is None else "linear",
        learned_from=tuple(int(year) for year in learned_from.split(",")) if learned_from else (),
        best_per_month=None if over else as_decimal(best),
        unreachable_on=None if over else unreachable_on,
        unreachable=not over and unreachable_on is not None and unreachable_on <= period.end,
        missed=missed_on is not None or (over and state in NOT_REACHED),
        years=years_of(target),
        versions=versions.get((plan.id, name), ()),
        duty_span=target.span if target.kind == "duty" else None,
        spans=spans,
        spans_ended=ended,
        spans_done=done,
        missed_on=missed_on,
        judged_in=known.windows.get(judged_in) if judged_in not in (None, at) else None,
    )  # fmt: skip
    return judged if judged.is_estimate else with_nothing_carried(judged)


def with_nothing_carried(row: TargetRow) -> TargetRow:
    """The same where its figure has no last reports of missing units in it: none are counted."""
    data = replace(row.actual.data, carried=0)
    return replace(row, actual=replace(row.actual, data=data))


def is_over(known: Nouns, plan: Plan, target: Target, period: PeriodRef) -> bool:
    """Whether the last day of a target's time lies in the period or before; never of a duty."""
    calendars = known.product.calendars
    prefix = calendars[plan.calendar].prefix
    last = parse_period(f"{prefix}{target.to_year or plan.year.value}", calendars)
    return target.kind != "duty" and last.end <= period.end


def told_apart(known: Nouns, plan: Plan, target: Target) -> Bilingual:
    """A target's name; with its segment where another target of the plan has the same name."""
    indicator = known.indicators.get(target.indicator) if target.indicator else None
    alone = [other.name for other in plan.targets].count(target.name) == 1
    if alone or indicator is None or not target.segment:
        return target.name
    return with_segment(target.name, segment_in_short(known, indicator, key_of(target.segment)))


def years_of(target: Target) -> tuple[int, int] | None:
    """First and last year of a promise over several years."""
    if target.from_year is None or target.to_year is None:
        return None
    return target.from_year, target.to_year


def as_decimal(value: object) -> Decimal | None:
    """A stored number without the zeros the column's scale adds."""
    if not isinstance(value, Decimal):
        return None
    plain = value.normalize()
    exponent = plain.as_tuple().exponent
    return plain.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else plain


def plan_ref(plan: Plan) -> PlanRef:
    """A plan as a link."""
    return PlanRef(
        plan.id, plan.title, plan.year.value, plan.year.basis, plan.calendar,
        plan.document.title, plan.document.number,
    )  # fmt: skip


def statuses_of(
    reader: Reader, units: Sequence[str], period: PeriodRef
) -> dict[str, tuple[tuple[Status, int], ...]]:
    """Unit → how many of its targets have which status, worst first."""
    rows = reader.rows(STATUSES, {"units": list(units), "day": period.end, "kind": period.kind})
    found: dict[str, Counter[Status]] = {}
    for unit, status, number in rows:
        found.setdefault(unit, Counter())[Status(status)] = number
    return {
        unit: tuple((status, counts[status]) for status in WORST_FIRST if counts[status])
        for unit, counts in found.items()
    }
