"""Every target of every plan, judged at the end of every period of its year."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

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
from pipeline.indicators.duties import DutySpan, each_with, judge_duty, known_until
from pipeline.indicators.pace import Schedule, span_of
from pipeline.indicators.targets import Judgement, judge_target

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
    judged_in: str | None = None
    """The one span of a duty by which it was judged; ``value`` is that span's."""


def judge_all(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> Iterator[Judged]:
    """Judge every target of every plan."""
    units = {plan.unit for plan in catalogue.plans.values()}
    until = known_until(connection, catalogue, units)
    past = Past(stored_values(connection, catalogue), catalogue, until)
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
        held = target.with_value(target.value_on(period.end))
        spans: tuple[DutySpan, ...] = ()
        if target.kind == "duty":
            spans = past.duty_spans(target, plan, period)
            said, value = judge_duty(held, plan, spans), duty_value(past, held, plan, period, spans)
            judge = partial(duty_by, plan=plan, spans=spans)
        else:
            actual = past.actual(target, plan, period, span, course)
            judge = partial(
                judge_target, plan=plan, schedule=schedule, day=period.end, actual=actual
            )
            said, value = judge(held), actual.value
        versions = versions_on(target, plan, period.end, judge)
        alone = spans[0].period.code if len(spans) == 1 else None
        yield Judged(plan, position, held, period, value, said, schedule, versions, alone)


def duty_value(
    past: Past, target: Target, plan: Plan, period: Period, spans: Sequence[DutySpan]
) -> Decimal | None:
    """What stands beside a duty: the one span's value; of several, the whole period's."""
    if not spans:
        return None
    if len(spans) == 1:
        return spans[0].actual.value
    return past.figure(target, plan, period).value


def duty_by(target: Target, plan: Plan, spans: Sequence[DutySpan]) -> Judgement:
    """A duty judged as if the target's value had held in every span."""
    return judge_duty(target, plan, tuple(each_with(spans, target.value)))


def versions_on(
    target: Target, plan: Plan, day: date, judge: Callable[[Target], Judgement]
) -> tuple[Version, ...]:
    """Every value that was set by a day, each judged; none where nothing was changed."""
    made = [change for change in target.changes if change.since <= day]
    if not made:
        return ()
    values: list[tuple[date | None, Decimal, Document]] = [(None, target.value, plan.document)]
    values += [(c.since, c.value, c.document) for c in made]
    return tuple(
        Version(
            number, since, value, document, number == len(values), judge(target.with_value(value))
        )
        for number, (since, value, document) in enumerate(values, start=1)
    )


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
