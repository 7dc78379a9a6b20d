"""The first page of a unit."""

from decimal import Decimal

from pipeline.indicators.scorecards import default_family
from pipeline.queries.answers import IndicatorRef, Overview, PeriodRef, PlanRef, Value
from pipeline.queries.nouns import Nouns, nouns
from pipeline.queries.reporting import (
    child_rows,
    complete_units,
    due_reports,
    form_statuses,
    open_findings,
)
from pipeline.queries.targets import targets
from pipeline.queries.units import breadcrumb
from pipeline.queries.values import values
from pipeline.warehouse.reader import Reader


def overview(reader: Reader, unit: str, period: str, plan: str | None = None) -> Overview:
    """Targets, reporting and units below, at the end of a period."""
    known = nouns(reader)
    at = known.period(period)
    due = due_reports(reader, unit, at)
    chosen, rows = targets(reader, unit, at, plan)
    expected, reported = complete_units(due)
    return Overview(
        unit=known.unit(unit, at.end),
        breadcrumb=breadcrumb(reader, unit, at),
        period=at,
        plan=chosen,
        elapsed=elapsed(reader, known, chosen, at),
        targets=rows,
        headline=headline(reader, known, unit, at),
        children=child_rows(reader, unit, at, due),
        forms=form_statuses(known, due),
        expected=expected,
        reported=reported,
        findings_open=sum(open_findings(reader, unit, at).values()),
    )


def elapsed(reader: Reader, known: Nouns, plan: PlanRef | None, at: PeriodRef) -> Decimal | None:
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
