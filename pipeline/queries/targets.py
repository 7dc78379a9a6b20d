"""Targets of a unit at a period's end, as they were judged."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from pipeline.domain.plan import Plan, Target
from pipeline.domain.status import Status
from pipeline.indicators.scorecards import default_family
from pipeline.indicators.segments import key_of
from pipeline.queries.answers import PeriodRef, PlanRef, TargetRow, Value
from pipeline.queries.nouns import Nouns, nouns
from pipeline.queries.values import nothing, span_of, values
from pipeline.warehouse.reader import Reader
from pipeline.wording.statuses import WORST_FIRST

JUDGED = """
select tv.plan, tv.target, tv.period, tv.value, tv.baseline, tv.completion, tv.due, tv.gap,
       tv.gap_days, tv.status, tv.reason, tv.remaining, tv.needed_per_month
from target_value as tv
join time_window as win on win.period = tv.period and win.span = 'period'
where tv.unit = $unit and win.ends = $day and win.kind = $kind
order by tv.plan, tv.position
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
    plans = sorted({row[0] for row in rows})
    chosen = plan if plan in plans else next(iter(plans), None)
    if chosen is None:
        return None, ()
    promised = known.plans[chosen]
    by_id = {target.id: target for target in promised.targets}
    kept = [row for row in rows if row[0] == chosen]
    actuals = actual_values(reader, known, promised, unit, period, kept)
    found = tuple(
        target_row(known, promised, by_id[row[1]], row, actuals.get(row[1])) for row in kept
    )
    return plan_ref(promised), found


def actual_values(
    reader: Reader,
    known: Nouns,
    plan: Plan,
    unit: str,
    period: PeriodRef,
    rows: Sequence[tuple[object, ...]],
) -> dict[str, Value]:
    """Target id → the stored value behind it, with numerator, denominator and completeness."""
    if not rows:
        return {}
    at = known.windows[str(rows[0][2])]
    found: dict[str, Value] = {}
    measured = [t for t in plan.targets if t.indicator]
    for span in ("period", "to_date"):
        of_span = [t for t in measured if target_span(known, t) == span]
        wanted = [known.indicators[t.indicator] for t in of_span if t.indicator]
        stored = values(reader, wanted, [unit], [at], span) if wanted else {}
        for target in of_span:
            indicator = known.indicators[target.indicator or ""]
            family = default_family(indicator)
            key = (indicator.id, family, key_of(target.segment), unit, at.code)
            whole = stored.get((indicator.id, family, "", unit, at.code), nothing(span))
            value = stored.get(key, nothing(span))
            found[target.id] = Value(
                value.value, value.numerator, value.denominator, whole.data, span,
                value.approximate, value.estimate,
            )  # fmt: skip
    return found


def target_span(known: Nouns, target: Target) -> str:
    """A duty looks at the period alone, everything else at what its indicator says."""
    if target.kind == "duty" or target.indicator is None:
        return "period"
    return span_of(known.indicators[target.indicator])


def target_row(
    known: Nouns, plan: Plan, target: Target, row: tuple[object, ...], actual: Value | None
) -> TargetRow:
    """One judged target as an answer."""
    (_, _, _, value, baseline, completion, due, gap, days, status, reason, remaining, needed) = row
    ref = known.indicator_ref(target.indicator) if target.indicator else None
    shown = actual or nothing("period")
    return TargetRow(
        target_id=target.id,
        plan_id=plan.id,
        name=target.name,
        indicator=ref,
        segment=key_of(target.segment),
        kind=target.kind,
        comparator=target.comparator,
        target=target.value,
        unit_label=known.product.units[target.unit].label,
        decimals=ref.decimals if ref else 0,
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
        status=Status(str(status)) if status else None,
        reason=str(reason) if reason else None,
        remaining=as_decimal(remaining),
        needed_per_month=as_decimal(needed),
        fact=target.fact,
        quote=target.quote,
        note=target.note,
    )  # fmt: skip


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
