"""The first page of a unit."""

from dataclasses import replace
from decimal import Decimal

from pipeline.indicators.scorecards import conversion, default_family
from pipeline.queries.answers import (
    Comparison,
    IndicatorRef,
    Overview,
    PeriodRef,
    PlanRef,
    TargetRow,
    Value,
)
from pipeline.queries.bounds import Bounds, Key, bounds
from pipeline.queries.comparisons import Asked, comparisons, in_unit
from pipeline.queries.findings import open_errors
from pipeline.queries.nouns import Nouns, nouns
from pipeline.queries.reporting import (
    child_rows,
    complete_units,
    due_reports,
    form_statuses,
)
from pipeline.queries.targets import other_plans, target_of_plan, targets
from pipeline.queries.units import breadcrumb, children
from pipeline.queries.values import values
from pipeline.warehouse.reader import Reader


def overview(reader: Reader, unit: str, period: str, plan: str | None = None) -> Overview:
    """Targets, reporting and units below, at the end of a period."""
    known = nouns(reader)
    at = known.period(period)
    due = due_reports(reader, unit, at)
    chosen, rows = targets(reader, unit, at, plan)
    expected, reported = complete_units(due)
    crumbs, below = breadcrumb(reader, unit, at), children(reader, unit, at)
    findings = open_errors(reader, unit, crumbs, [child.code for child in below])
    return Overview(
        unit=known.unit(unit, at.end),
        breadcrumb=crumbs,
        period=at,
        plan=chosen,
        elapsed=elapsed(known, chosen, at),
        targets=with_changes(reader, known, unit, at, with_bounds(reader, known, unit, at, rows)),
        headline=headline(reader, known, unit, at),
        children=child_rows(reader, below, at, due, findings.under),
        forms=form_statuses(known, due),
        expected=expected,
        reported=reported,
        findings_open=findings.total,
        findings_elsewhere=findings.elsewhere,
        other_plans=other_plans(reader, unit, at, chosen),
    )


def with_bounds(
    reader: Reader, known: Nouns, unit: str, at: PeriodRef, rows: tuple[TargetRow, ...]
) -> tuple[TargetRow, ...]:
    """Targets of stocks with the bounds of what stands there, while reports are missing."""
    waiting = {
        row.indicator.id: known.indicators[row.indicator.id]
        for row in rows
        if row.indicator and not row.segment and row.actual.data.reported < row.actual.data.expected
    }
    if not waiting:
        return rows
    found = bounds(reader, list(waiting.values()), [unit], at)
    return tuple(bounded_row(known, row, unit, found) for row in rows)


def bounded_row(known: Nouns, row: TargetRow, unit: str, found: dict[Key, Bounds]) -> TargetRow:
    """One target with its bounds in its own unit."""
    if row.indicator is None or row.segment:
        return row
    indicator = known.indicators[row.indicator.id]
    between = found.get((indicator.id, default_family(indicator), unit))
    if between is None:
        return row
    target = target_of_plan(known.plans[row.plan_id], row.target_id)
    factor = conversion(indicator, target, known.product)
    actual = replace(row.actual, low=between.low * factor, high=between.high * factor)
    return replace(row, actual=actual)


def with_changes(
    reader: Reader, known: Nouns, unit: str, at: PeriodRef, rows: tuple[TargetRow, ...]
) -> tuple[TargetRow, ...]:
    """Targets with what stands there set against the year and the period before."""
    asked = {place: one for place, row in enumerate(rows) if (one := asked_of(known, row, at))}
    found = comparisons(reader, unit, asked.values())
    return tuple(
        replace(row, changes=in_units_of(known, row, found[asked[place]]))
        if place in asked
        else row
        for place, row in enumerate(rows)
    )


def asked_of(known: Nouns, row: TargetRow, at: PeriodRef) -> Asked | None:
    """What a target looks at; nothing where no indicator measures it. A plan by another calendar
    is judged in that one's period, which ends on the same day."""
    if row.indicator is None:
        return None
    calendar = known.plans[row.plan_id].calendar
    same = (calendar, at.kind, at.end)
    own = (w for w in known.windows.values() if (w.calendar, w.kind, w.end) == same)
    judged = row.judged_in or next(own, at)
    indicator = known.indicators[row.indicator.id]
    return Asked(indicator.id, default_family(indicator), row.segment, judged.code, row.actual.span)


def in_units_of(
    known: Nouns, row: TargetRow, found: tuple[Comparison, ...]
) -> tuple[Comparison, ...]:
    """Comparisons of the indicator in the target's own unit."""
    target = target_of_plan(known.plans[row.plan_id], row.target_id)
    if row.indicator is None:
        return found
    factor = conversion(known.indicators[row.indicator.id], target, known.product)
    return tuple(in_unit(one, factor) for one in found)


def elapsed(known: Nouns, plan: PlanRef | None, at: PeriodRef) -> Decimal | None:
    """Percent of the plan's year that has passed at the period's end."""
    if plan is None:
        return None
    prefix = known.product.calendars[plan.calendar].prefix
    year = known.windows.get(f"{prefix}{plan.year}")
    if year is None:
        return None
    days = (year.end - year.start).days + 1
    passed = min(max((at.end - year.start).days + 1, 0), days)
    return Decimal(100) * passed / days


def headline(
    reader: Reader, known: Nouns, unit: str, at: PeriodRef
) -> tuple[tuple[IndicatorRef, Value], ...]:
    """Core indicators that have a value."""
    core = [indicator for indicator in known.indicators.values() if indicator.core]
    stored = values(reader, core, [unit], [at])
    found = []
    for indicator in core:
        key = (indicator.id, default_family(indicator), "", unit, at.code)
        value = stored.get(key)
        if value is not None and value.value is not None:
            found.append((known.indicator_ref(indicator.id), value))
    return tuple(found)
