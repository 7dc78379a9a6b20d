"""Every target of every plan, judged at the end of every period of its year."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.indicator import Indicator
from pipeline.domain.period import Period, make_period, parse_period
from pipeline.domain.plan import Plan, Target
from pipeline.domain.product import Product
from pipeline.domain.status import Status
from pipeline.indicators.models_runner import fresh_table, insert_columns
from pipeline.indicators.pace import schedule_of
from pipeline.indicators.segments import key_of
from pipeline.indicators.targets import Actual, Judgement, judge_target
from pipeline.indicators.terms import DEFAULT_FAMILY

ValueKey = tuple[str, str, str, str, str]
"""indicator, segment, unit, period, span"""


@dataclass(frozen=True)
class Measured:
    """One stored value, exact, with its completeness."""

    value: Decimal | None
    expected: int
    reported: int


NOTHING = Measured(None, 0, 0)
FIRST_NUMBER = -1_000_000_000
"""Submission numbers of the product's own target reports, far below those of people's."""


def exact(
    numerator: Decimal | None, denominator: Decimal | None, scale: Decimal, ratio: bool
) -> Decimal | None:
    """The indicator's value from its sums; absent when a part is, or the denominator is zero."""
    if numerator is None:
        return None
    if not ratio:
        return numerator * scale
    return numerator * scale / denominator if denominator else None


def stored_values(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue
) -> dict[ValueKey, Measured]:
    """Values of the units that have plans.

    A stock is judged with the last reports of missing units taken over: a sum over fewer units
    would fall only because someone is late. How many were taken over is shown beside it.
    """
    asked = {
        (target.indicator, segment, plan.unit)
        for plan in catalogue.plans.values()
        for target in plan.targets
        for segment in ("", key_of(target.segment))
        if target.indicator
    }
    fresh_table(connection, "asked")
    insert_columns(connection, "asked", sorted(asked))
    rows = connection.execute(
        "select indicator, family, segment, unit, period, span, numerator, denominator,"
        " numerator_carried, expected, reported"
        " from indicator_value semi join asked using (indicator, segment, unit)"
    ).fetchall()
    found = {}
    for name, family, segment, unit, period, span, numerator, denominator, carried, *counts in rows:
        indicator = catalogue.indicators[name]
        if family != default_family(indicator):
            continue
        if indicator.nature == "stock" and carried is not None:
            numerator = (numerator or Decimal(0)) + carried
        value = exact(numerator, denominator, indicator.scale, bool(indicator.denominator))
        found[name, segment, unit, period, span] = Measured(value, *counts)
    return found


@dataclass(frozen=True)
class Judged:
    """One target at one period."""

    plan: Plan
    position: int
    target: Target
    period: Period
    value: Decimal | None
    judgement: Judgement


def judge_all(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> Iterator[Judged]:
    """Judge every target of every plan."""
    values = stored_values(connection, catalogue)
    for plan in catalogue.plans.values():
        calendar = catalogue.calendars[plan.calendar]
        year = make_period(plan.calendar, calendar, "year", plan.year.value, 1)
        schedule = schedule_of(plan, year, calendar)
        for period in periods_of_year(connection, catalogue, plan):
            for position, target in enumerate(plan.targets, start=1):
                actual = actual_of(target, plan, period, values, catalogue)
                judged = judge_target(target, plan, schedule, period.end, actual)
                yield Judged(plan, position, target, period, actual.value, judged)


def periods_of_year(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, plan: Plan
) -> list[Period]:
    """The periods of the plan's year for which there are windows."""
    rows = connection.execute(
        "select distinct period from time_window where calendar = ? and year = ?",
        [plan.calendar, plan.year.value],
    ).fetchall()
    return sorted(parse_period(code, catalogue.calendars) for (code,) in rows)


def actual_of(
    target: Target,
    plan: Plan,
    period: Period,
    values: dict[ValueKey, Measured],
    catalogue: Catalogue,
) -> Actual:
    """The target's actual value, in the target's own unit."""
    if target.indicator is None:
        return Actual(None, 0, 0)
    indicator = catalogue.indicators[target.indicator]
    segment = key_of(target.segment)
    span = "to_date" if indicator.accumulates and target.kind != "duty" else "period"
    now = values.get((indicator.id, segment, plan.unit, period.code, span), NOTHING)
    whole = values.get((indicator.id, "", plan.unit, period.code, span), NOTHING)
    calendar = catalogue.calendars[plan.calendar]
    before = make_period(plan.calendar, calendar, "year", plan.year.value - 1, 1)
    start = values.get((indicator.id, segment, plan.unit, before.code, "period"), NOTHING)
    factor = conversion(indicator, target, catalogue.product)
    return Actual(
        None if now.value is None else now.value * factor,
        whole.expected,
        whole.reported,
        None if start.value is None else start.value * factor,
    )


def conversion(indicator: Indicator, target: Target, product: Product) -> Decimal:
    """How many of the target's unit one unit of the indicator is (万元 → 元: 10 000)."""
    return product.units[indicator.unit].factor / product.units[target.unit].factor


def target_row(judged: Judged) -> tuple[object, ...]:
    """One row of ``target_value``."""
    plan, target, said = judged.plan, judged.target, judged.judgement
    return (
        plan.id, target.id, judged.position, plan.unit, target.indicator, key_of(target.segment),
        judged.period.code, rounded(judged.value, 10), target.value, rounded(said.baseline, 10),
        rounded(said.completion, 6), rounded(said.due, 6), rounded(said.gap, 6), said.gap_days,
        said.status.value if said.status else None, said.reason, rounded(said.remaining, 10),
        rounded(said.needed_per_month, 10),
    )  # fmt: skip


def rounded(value: Decimal | None, places: int) -> Decimal | None:
    """A value as the table stores it."""
    return None if value is None else value.quantize(Decimal(1).scaleb(-places))


def system_rows(judged: list[Judged]) -> list[tuple[Any, ...]]:
    """Rows of ``system_targets``, one per target and quarter, with the period's days."""
    kept = [j for j in judged if j.period.kind == "quarter"]
    reports = sorted({(j.plan.unit, j.period.code) for j in kept})
    numbers = {key: FIRST_NUMBER - n for n, key in enumerate(reports)}
    return [
        (
            numbers[j.plan.unit, j.period.code], row, j.plan.unit, j.period.code, None,
            f"{j.plan.id}/{j.target.id}", rounded(j.judgement.completion, 4),
            rounded(j.judgement.due, 4), rounded(j.judgement.gap, 4),
            j.judgement.status is Status.DONE,
            j.judgement.status not in (None, Status.NO_DATA),
            j.period.start, j.period.end,
        )
        for row, j in enumerate(kept, start=1)
    ]  # fmt: skip


def default_family(indicator: Indicator) -> str:
    """The family under which an indicator's own denominator is stored."""
    return indicator.family or DEFAULT_FAMILY
