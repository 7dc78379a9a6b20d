"""The stored figures a plan's scoring looks at: indicator values, targets, lateness."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.indicator import Indicator
from pipeline.domain.period import Period, make_period
from pipeline.domain.plan import Plan, Target
from pipeline.domain.scoring import ScoreItem
from pipeline.indicators.duties import Lives, known_until, lives_of, spans_between
from pipeline.indicators.models_runner import insert_columns
from pipeline.indicators.scorecards import default_family, exact
from pipeline.indicators.segments import key_of

LATENESS = Path(__file__).parent / "models" / "lateness.sql"
VALUES = """
select indicator, family, segment, unit, period, span, numerator, denominator,
       numerator_carried, expected, reported
from indicator_value
semi join score_unit using (unit)
semi join score_asked using (indicator, family, segment)
where period in (select unnest($periods::varchar[]))
"""
GOALS = "select plan, target, period, target_value, baseline, due, value from target_value"
FigureKey = tuple[str, str, str, str, str, str]
"""indicator, family, segment, unit, period, span"""


@dataclass(frozen=True)
class Figure:
    """One stored value, exact, in the indicator's own unit, with its completeness."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    expected: int
    reported: int


@dataclass(frozen=True)
class Goal:
    """What a plan's target asks for at a period's end, in the target's unit."""

    value: Decimal
    baseline: Decimal | None
    due: Decimal | None
    actual: Decimal | None = None
    """What the promising unit has come to; of several years, all of them."""


@dataclass(frozen=True)
class Late:
    """Days late of the reports of a unit and those below it; None while none is in."""

    expected: int
    reported: int
    total: Decimal | None
    worst: Decimal | None


NO_FIGURE = Figure(None, None, None, 0, 0)
LateKey = tuple[str, str, str, str]
"""unit, period, form, span"""


@dataclass
class Figures:
    """Everything one plan's scoring needs, read in a few queries."""

    values: dict[FigureKey, Figure] = field(default_factory=dict)
    goals: dict[tuple[str, str, str], Goal] = field(default_factory=dict)
    """(plan, target, period)"""
    late: dict[LateKey, Late] = field(default_factory=dict)
    known_until: dict[str, date] = field(default_factory=dict)
    """Unit → the last day of which any report of its tree counts."""
    lives: Lives = field(default_factory=dict)
    """Unit → when it is open."""

    def value(
        self, indicator: Indicator, family: str, segment: str, unit: str, period: str, span: str
    ) -> Figure:
        """A figure with the completeness of the whole it is a part of."""
        own = self.values.get((indicator.id, family, segment, unit, period, span), NO_FIGURE)
        whole = self.values.get((indicator.id, family, "", unit, period, span), own)
        return Figure(own.value, own.numerator, own.denominator, whole.expected, whole.reported)


def span_for(indicator: Indicator, asked: str | None = None) -> str:
    """The span an item asks for, else from the year's start; of what does not accumulate, such as
    a stock, always the period: it has no figure from the year's start on."""
    return (asked or "to_date") if indicator.accumulates else "period"


def year_before(period: Period, catalogue: Catalogue) -> Period:
    """The same period of the year before."""
    calendar = catalogue.calendars[period.calendar]
    return make_period(period.calendar, calendar, period.kind, period.year - 1, period.index)


def year_before_start(plan: Plan, target: Target, catalogue: Catalogue) -> Period:
    """The whole year before a target's first, whose value a level starts from."""
    calendar = catalogue.calendars[plan.calendar]
    first = target.from_year or plan.year.value
    return make_period(plan.calendar, calendar, "year", first - 1, 1)


def plans_of(plan: Plan, catalogue: Catalogue) -> list[Plan]:
    """The plans of a plan's year, its own among them."""
    year = (plan.year.value, plan.calendar)
    return [p for p in catalogue.plans.values() if (p.year.value, p.calendar) == year]


def asked_by(plan: Plan, catalogue: Catalogue) -> set[tuple[str, str, str]]:
    """(indicator, family, segment) of every item, with the whole of every segment.

    Plans may promise different things under one id; each unit is scored on its own plan's.
    """
    promised: dict[str, list[Target]] = {}
    for other in catalogue.plans.values():
        for target in other.targets:
            promised.setdefault(target.id, []).append(target)
    found = set()
    for item in plan.scoring.items if plan.scoring else ():
        looked_at: Iterable[ScoreItem | Target] = (
            [item] if item.target is None else promised.get(item.target, [])
        )
        for one in looked_at:
            if one.indicator is None:
                continue
            family = item.family or default_family(catalogue.indicators[one.indicator])
            found |= {(one.indicator, family, segment) for segment in ("", key_of(one.segment))}
    return found


def read_figures(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    plan: Plan,
    units: Sequence[str],
    periods: Sequence[Period],
) -> Figures:
    """Read what a plan's items look at, for its units and periods and the year before."""
    figures = Figures()
    connection.execute("create or replace temp table score_unit (unit varchar)")
    insert_columns(connection, "score_unit", [(u,) for u in sorted(set(units))])
    connection.execute(
        "create or replace temp table score_asked"
        " (indicator varchar, family varchar, segment varchar)"
    )
    insert_columns(connection, "score_asked", sorted(asked_by(plan, catalogue)))
    codes = {p.code for p in periods}
    codes |= {year_before(p, catalogue).code for p in periods}
    codes |= {year_before_start(p, t, catalogue).code for p in plans_of(plan, catalogue)
              for t in p.targets}  # fmt: skip
    codes |= {code for t in duties_of(plan, catalogue) for code in span_codes(t, plan, catalogue)}
    for row in connection.execute(VALUES, {"periods": sorted(codes)}).fetchall():
        figures.values[row[:6]] = figure_of(catalogue.indicators[row[0]], row[6:])
    for name, target, period, *goal in connection.execute(GOALS).fetchall():
        figures.goals[name, target, period] = Goal(*goal)
    if duties_of(plan, catalogue):
        scored = set(units)
        figures.known_until = known_until(connection, catalogue, units)
        figures.lives = lives_of(u for u in catalogue.org_units if u.code in scored)
    return figures


def duties_of(plan: Plan, catalogue: Catalogue) -> list[Target]:
    """The duties a plan's items may look at: its own, and those of other plans of its year."""
    asked = {item.target for item in plan.scoring.items} if plan.scoring else set()
    every = [target for other in plans_of(plan, catalogue) for target in other.targets]
    return [target for target in every if target.kind == "duty" and target.id in asked]


def span_codes(target: Target, plan: Plan, catalogue: Catalogue) -> list[str]:
    """The codes of a duty's spans in the plan's year and the year before."""
    calendar, year = catalogue.calendars[plan.calendar], plan.year.value
    years = [make_period(plan.calendar, calendar, "year", n, 1) for n in (year - 1, year)]
    return [span.code for one in years for span in spans_between(target, calendar, one)]


def figure_of(indicator: Indicator, row: Sequence[object]) -> Figure:
    """A stored row as an exact figure; stocks with the last reports of missing units."""
    numerator, denominator, more, expected, reported = row
    if indicator.nature == "stock" and more is not None:
        numerator = (numerator or Decimal(0)) + more  # type: ignore[operator]
    value = exact(numerator, denominator, indicator.scale, bool(indicator.denominator))  # type: ignore[arg-type]
    return Figure(value, numerator, denominator, int(str(expected)), int(str(reported)))  # type: ignore[arg-type]


def read_lateness(
    connection: duckdb.DuckDBPyConnection, asked: Sequence[tuple[object, ...]]
) -> dict[LateKey, Late]:
    """Days late; ``asked``: unit, period, last day, first day, last day, form, span."""
    if not asked:
        return {}
    connection.execute(
        "create or replace temp table late_asked (unit varchar, period varchar, day date,"
        " starts date, ends date, form varchar, span varchar)"
    )
    insert_columns(connection, "late_asked", asked)
    rows = connection.execute(LATENESS.read_text(encoding="utf-8")).fetchall()
    return {
        (unit, period, form, span): Late(expected, reported, whole(total), whole(worst))
        for unit, period, form, span, expected, reported, total, worst in rows
    }


def whole(days: int | None) -> Decimal | None:
    """Days as a decimal."""
    return None if days is None else Decimal(int(days))
