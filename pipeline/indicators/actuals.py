"""What plans ask for, as it is stored: values in a target's own unit, with their past."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.indicator import Indicator
from pipeline.domain.period import Period, PeriodKind, make_period, parse_period
from pipeline.domain.plan import Plan, Target
from pipeline.domain.product import Product
from pipeline.indicators.duties import (
    NEVER,
    DutySpan,
    Lives,
    is_owed,
    lives_of,
    spans_between,
)
from pipeline.indicators.history import Course, Restart, best_per_day, choose_course, learn
from pipeline.indicators.models_runner import fresh_table, insert_columns
from pipeline.indicators.pace import Schedule, schedule_of, straight
from pipeline.indicators.segments import key_of
from pipeline.indicators.targets import Actual, falls, is_incomplete
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
class Past:
    """Everything that is stored about what plans ask for."""

    values: dict[ValueKey, Measured]
    catalogue: Catalogue
    known_until: Mapping[str, date] = field(default_factory=dict)
    """Unit → the last day of which any report of its tree counts."""

    @cached_property
    def lives(self) -> Lives:
        """Unit → when it is open."""
        return lives_of(self.catalogue.org_units)

    def duty_spans(self, target: Target, plan: Plan, period: Period) -> tuple[DutySpan, ...]:
        """The spans of a duty that end in a period and are the unit's, each with its own value."""
        calendar = self.catalogue.calendars[plan.calendar]
        until = self.known_until.get(plan.unit, NEVER)
        return tuple(
            DutySpan(span, target.value_on(span.end), self.figure(target, plan, span), until)
            for span in spans_between(target, calendar, period)
            if is_owed(self.lives, plan.unit, span)
        )

    def figure(self, target: Target, plan: Plan, period: Period) -> Actual:
        """A target's figure in a period, in its own unit, with the completeness of the whole."""
        if target.indicator is None:
            return Actual(None, 0, 0)
        indicator = self.catalogue.indicators[target.indicator]
        segment, of_span = key_of(target.segment), value_span(indicator, target)
        now = self.values.get((indicator.id, segment, plan.unit, period.code, of_span), NOTHING)
        whole = self.values.get((indicator.id, "", plan.unit, period.code, of_span), NOTHING)
        factor = conversion(indicator, target, self.catalogue.product)
        value = None if now.value is None else now.value * factor
        return Actual(value, whole.expected, whole.reported)

    @cached_property
    def by_period(self) -> dict[tuple[str, str, str, str], list[tuple[Period, Measured]]]:
        """Indicator, segment, unit and span → its values with their periods."""
        calendars = self.catalogue.calendars
        codes = {code: parse_period(code, calendars) for code in {key[3] for key in self.values}}
        found: dict[tuple[str, str, str, str], list[tuple[Period, Measured]]] = {}
        for (name, segment, unit, code, span), measured in self.values.items():
            found.setdefault((name, segment, unit, span), []).append((codes[code], measured))
        return found

    def schedule(self, target: Target, plan: Plan, span: Period, course: Course | None) -> Schedule:
        """What the target's schedule makes due; years together are a straight line."""
        calendar = self.catalogue.calendars[plan.calendar]
        if target.from_year is not None and target.to_year is not None:
            return straight(span)
        profile = None
        if plan.schedule == "learned" and course is not None:
            profile = learn(course, plan.year.value, -1 if falls(target) else 1, calendar)
        return schedule_of(plan, span, calendar, profile)

    def course(self, target: Target, plan: Plan) -> Course | None:
        """The indicator's values over time, where enough units had reported, by the definition
        that holds on the target's last day."""
        if target.indicator is None or target.kind == "duty":
            return None
        indicator = self.catalogue.indicators[target.indicator]
        factor = conversion(indicator, target, self.catalogue.product)
        key = (indicator.id, key_of(target.segment), plan.unit, value_span(indicator, target))
        ends = self.year(plan, target.to_year or plan.year.value).end
        by_kind: dict[PeriodKind, list[tuple[Period, Decimal]]] = {}
        for period, measured in self.by_period.get(key, ()):
            counts = Actual(None, measured.expected, measured.reported)
            if period.calendar != plan.calendar or period.kind == "year":
                continue
            if not indicator.is_same_on(period.end, ends):
                continue
            if measured.value is not None and not is_incomplete(plan, counts):
                by_kind.setdefault(period.kind, []).append((period, measured.value * factor))
        return choose_course(by_kind, restart_of(indicator))

    def actual(
        self, target: Target, plan: Plan, period: Period, span: Period, course: Course | None
    ) -> Actual:
        """The target's actual value, in the target's own unit."""
        now = self.figure(target, plan, period)
        if target.indicator is None:
            return now
        indicator = self.catalogue.indicators[target.indicator]
        start = self.start(target, plan, period)
        value = now.value
        adds = restart_of(indicator) == "zero" and target.kind in ("cumulative", "deadline")
        first = target.from_year if adds and target.from_year is not None else period.year
        earlier = [self.year_value(target, plan, year) for year in range(first, period.year)]
        known = [amount for amount in earlier if amount is not None]
        if value is not None:
            value = value + sum(known, Decimal(0)) if len(known) == len(earlier) else None
        sign = -1 if falls(target) else 1
        return Actual(
            value, now.expected, now.reported, start,
            self.way(course, span, period, adds),
            best_per_day(course, period.end, sign) if course else None,
        )  # fmt: skip

    def start(self, target: Target, plan: Plan, period: Period) -> Decimal | None:
        """The value of the year before a target's first; None where it was defined otherwise than
        in a period.
        """
        indicator = self.catalogue.indicators[target.indicator or ""]
        before = (target.from_year or plan.year.value) - 1
        is_same = indicator.is_same_on(self.year(plan, before).end, period.end)
        return self.year_value(target, plan, before) if is_same else None

    def year(self, plan: Plan, year: int) -> Period:
        """A whole year of a plan's calendar."""
        return make_period(plan.calendar, self.catalogue.calendars[plan.calendar], "year", year, 1)

    def year_value(self, target: Target, plan: Plan, year: int) -> Decimal | None:
        """The value of a whole year, in the target's own unit."""
        indicator = self.catalogue.indicators[target.indicator or ""]
        code = self.year(plan, year).code
        key = (indicator.id, key_of(target.segment), plan.unit, code, "period")
        found = self.values.get(key, NOTHING).value
        return (
            None if found is None else found * conversion(indicator, target, self.catalogue.product)
        )

    def way(
        self, course: Course | None, span: Period, period: Period, adds: bool
    ) -> tuple[tuple[date, Decimal], ...]:
        """The values in a span up to a period's end; () when that period's own is unknown."""
        if course is None:
            return ()
        within = [(p, v) for p, v in course.points if span.start <= p.start and p.end <= period.end]
        if not within or within[-1][0].end != period.end:
            return ()
        found: list[tuple[date, Decimal]] = []
        before, year = Decimal(0), within[0][0].year
        for p, value in within:
            if adds and p.year != year:
                before, year = found[-1][1], p.year
            found.append((p.end, before + value))
        return tuple(found)


def value_span(indicator: Indicator, target: Target) -> str:
    """A duty looks at the period alone, what accumulates at the year so far."""
    return "to_date" if indicator.accumulates and target.kind != "duty" else "period"


def restart_of(indicator: Indicator) -> Restart:
    """What a year of the indicator begins with."""
    if not indicator.accumulates:
        return "never"
    return "zero" if indicator.nature == "flow" else "unknown"


def conversion(indicator: Indicator, target: Target, product: Product) -> Decimal:
    """How many of the target's unit one unit of the indicator is (万元 → 元: 10 000)."""
    return product.units[indicator.unit].factor / product.units[target.unit].factor


def default_family(indicator: Indicator) -> str:
    """The family under which an indicator's own denominator is stored."""
    return indicator.family or DEFAULT_FAMILY
