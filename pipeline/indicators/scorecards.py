"""Every target of every plan, judged at the end of every period of its year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.period import Period, parse_period
from pipeline.domain.plan import Document, Plan, Target
from pipeline.indicators.actuals import (
    Past,
    conversion,
    default_family,
    exact,
    stored_values,
)
from pipeline.indicators.pace import Schedule, span_of
from pipeline.indicators.targets import Actual, Judgement, judge_target

__all__ = ["Judged", "Version", "conversion", "default_family", "exact", "judge_all"]


@dataclass(frozen=True)
class Version:
    """A target's value as one document set it, and how the target stands by it on a day."""

    number: int
    since: date | None
    value: Decimal
    document: Document
    holds: bool
    judgement: Judgement


@dataclass(frozen=True)
class Judged:
    """One target at one period; ``versions`` only where its value was changed by then."""

    plan: Plan
    position: int
    target: Target
    """With the value that holds at the period's end."""
    period: Period
    value: Decimal | None
    judgement: Judgement
    schedule: Schedule
    versions: tuple[Version, ...] = ()


def judge_all(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> Iterator[Judged]:
    """Judge every target of every plan."""
    past = Past(stored_values(connection, catalogue), catalogue)
    for plan in catalogue.plans.values():
        periods = periods_of_plan(connection, catalogue, plan)
        for position, target in enumerate(plan.targets, start=1):
            yield from judge_periods(position, target, plan, periods, past)


def judge_periods(
    position: int, target: Target, plan: Plan, periods: Sequence[Period], past: Past
) -> Iterator[Judged]:
    """Judge one target at the end of every period of its span that has come."""
    calendar = past.catalogue.calendars[plan.calendar]
    span = span_of(target, plan, calendar)
    course = past.course(target, plan)
    schedule = past.schedule(target, plan, span, course)
    for period in periods:
        if period.year > plan.year.value and period.end > span.end:
            continue
        actual = past.actual(target, plan, period, span, course)
        held = target.with_value(target.value_on(period.end))
        said = judge_target(held, plan, schedule, period.end, actual)
        versions = versions_on(target, plan, schedule, period.end, actual)
        yield Judged(plan, position, held, period, actual.value, said, schedule, versions)


def versions_on(
    target: Target, plan: Plan, schedule: Schedule, day: date, actual: Actual
) -> tuple[Version, ...]:
    """Every value that was set by a day, each judged; none where nothing was changed."""
    made = [change for change in target.changes if change.since <= day]
    if not made:
        return ()
    values: list[tuple[date | None, Decimal, Document]] = [(None, target.value, plan.document)]
    values += [(c.since, c.value, c.document) for c in made]
    return tuple(
        Version(
            number, since, value, document, number == len(values),
            judge_target(target.with_value(value), plan, schedule, day, actual),
        )
        for number, (since, value, document) in enumerate(values, start=1)
    )  # fmt: skip


def periods_of_plan(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, plan: Plan
) -> list[Period]:
    """The periods of the plan's year, and of later years for promises that run on."""
    last = max([plan.year.value, *(t.to_year for t in plan.targets if t.to_year is not None)])
    return periods_of_year(connection, catalogue, plan, last)


def periods_of_year(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    plan: Plan,
    last: int | None = None,
) -> list[Period]:
    """The periods of the plan's year (up to a last year) for which there are windows."""
    rows = connection.execute(
        "select distinct period from time_window where calendar = ? and year between ? and ?",
        [plan.calendar, plan.year.value, last or plan.year.value],
    ).fetchall()
    return sorted(parse_period(code, catalogue.calendars) for (code,) in rows)
