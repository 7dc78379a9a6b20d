"""Bounds: between what a stock lies while reports are missing, from the missing units' own past.

A count: each missing unit's last known value, times the least and the greatest change it ever
made from one period to the next, once for every period that has passed since (units with fewer
than two changes: the range in which 95 % of all units' changes below lie). A rate: the missing
units' last denominators, grown in the same way, with a numerator anywhere between nothing and
all of them. Only what was known before the period is used. Nothing is said of flows, of rates
that can exceed their denominator, and of periods in which a unit is missing that never reported.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.indicator import Indicator, Measure, Test
from pipeline.indicators.scorecards import default_family
from pipeline.queries.answers import PeriodRef
from pipeline.queries.targets import as_decimal
from pipeline.warehouse.reader import Reader

FEWEST_CHANGES = 2
SIX_PLACES = Decimal("0.000001")
MISSING = """
with recursive below as (
    select unit as root, unit from unit_tree
    where unit in (select unnest($units::varchar[])) and day = $day
    union all
    select below.root, tree.unit
    from below join unit_tree as tree on tree.parent = below.unit and tree.day = $day
),
leaf as (
    select below.root, below.unit
    from below join unit_tree as tree on tree.unit = below.unit and tree.day = $day
    where not tree.has_children
),
win as (
    select win, starts, kind, calendar from time_window
    where period = $period and span = 'period'
),
term as (
    select distinct indicator, family, role, measure from indicator_term
    where indicator in (select unnest($indicators::varchar[])) and segment = ''
      and $day between valid_from and valid_to
),
here as (
    select leaf.root, leaf.unit, v.measure, v.carried as last
    from leaf join measure_value as v using (unit) join win using (win)
    where v.value is null and v.carried is not null and v.measure in (select measure from term)
),
earlier as (           -- every period before this one with what each leaf reported
    select leaf.root, leaf.unit, v.measure, v.value, past.ends
    from time_window as past
    join win on past.kind = win.kind and past.calendar = win.calendar and past.starts < win.starts
    join measure_value as v on v.win = past.win
    join leaf using (unit)
    where past.span = 'period' and v.value is not null
      and v.measure in (select measure from term)
),
change as (
    select root, unit, measure, ends, value / nullif(lag(value) over same, 0) as ratio
    from earlier
    window same as (partition by root, unit, measure order by ends)
),
own as (
    select root, unit, measure, min(ratio) as least, max(ratio) as most, count(ratio) as changes,
           max(ends) as last_ends
    from change group by all
),
pool as (
    select root, measure, quantile_cont(ratio, 0.025) as least, quantile_cont(ratio, 0.975) as most
    from change where ratio is not null group by all
),
ranged as (
    select here.root, here.measure, here.last,
           1 + (select count(*) from time_window as past join win
                    on past.kind = win.kind and past.calendar = win.calendar
                    and past.starts < win.starts
                where past.span = 'period' and past.ends > own.last_ends) as gap,
           case when own.changes >= $fewest then own.least else pool.least end as least,
           case when own.changes >= $fewest then own.most else pool.most end as most
    from here
    left join own using (root, unit, measure)
    left join pool on pool.root = here.root and pool.measure = here.measure
)
select term.indicator, term.family, ranged.root, term.role, sum(ranged.last), count(*),
       sum(ranged.last * least(pow(ranged.least, ranged.gap), 1)),
       sum(ranged.last * greatest(pow(ranged.most, ranged.gap), 1)),
       bool_and(ranged.least is not null)
from ranged join term using (measure)
group by all
"""
EXCEEDS = """
with part as (
    select term.indicator, term.family, v.unit, v.win,
           sum(v.value) filter (term.role = 'numerator') as numerator,
           sum(v.value) filter (term.role = 'denominator') as denominator
    from indicator_term as term
    join measure_value as v using (measure)
    join time_window as win using (win)
    where win.ends between term.valid_from and term.valid_to
      and term.indicator in (select unnest($indicators::varchar[])) and term.segment = ''
      and v.unit in (select unit from unit_tree where not has_children)
    group by all
)
select distinct indicator, family from part where numerator > denominator
"""


@dataclass(frozen=True)
class Bounds:
    """Low and high of a value in its own unit, and how many units are missing."""

    low: Decimal
    high: Decimal
    missing: int


Key = tuple[str, str, str]
"""indicator, family, unit"""


@dataclass(frozen=True)
class Gap:
    """What the missing units' last reports say of one side of an indicator."""

    last: Decimal
    low: Decimal | None
    high: Decimal | None


def bounds(
    reader: Reader, indicators: Sequence[Indicator], units: Sequence[str], period: PeriodRef
) -> dict[Key, Bounds]:
    """Bounds of the stocks among some indicators at some units, where reports are missing."""
    defined = (indicator.on(period.end) for indicator in indicators)
    stocks = {i.id: i for i in defined if is_stock(i)}
    if not stocks:
        return {}
    values = {
        (name, family, unit): rest
        for name, family, unit, *rest in reader.rows(
            VALUES, {"indicators": list(stocks), "units": list(units), "period": period.code}
        )
    }
    incomplete = {unit for (_, _, unit), row in values.items() if row[4] > row[5]}
    if not incomplete:
        return {}
    gaps: dict[Key, dict[str, Gap]] = {}
    rows = reader.rows(MISSING, {
        "units": sorted(incomplete), "indicators": list(stocks), "period": period.code,
        "day": period.end, "fewest": FEWEST_CHANGES,
    })  # fmt: skip
    for name, family, unit, role, last, _, low, high, known in rows:
        found = Gap(last, rounded(low) if known else None, rounded(high) if known else None)
        gaps.setdefault((name, family, unit), {})[role] = found
    exceeding = set(reader.rows(EXCEEDS, {"indicators": list(stocks)}))
    found_all: dict[Key, Bounds] = {}
    for key, row in values.items():
        name, family, _ = key
        if key in gaps and (name, family) not in exceeding:
            between = between_of(stocks[name], family, row, gaps[key])
            if between is not None:
                found_all[key] = between
    return found_all


VALUES = """
select indicator, family, unit, numerator, denominator, numerator_carried, denominator_carried,
       expected, reported, carried
from indicator_value
where indicator in (select unnest($indicators::varchar[])) and segment = ''
  and unit in (select unnest($units::varchar[])) and period = $period and span = 'period'
"""


def between_of(
    indicator: Indicator, family: str, row: Sequence[object], gap: dict[str, Gap]
) -> Bounds | None:
    """The bounds of one value; None where anything that is missing is not known."""
    numerator, denominator, top_carried, bottom_carried, expected, reported, carried = row
    missing = int(str(expected)) - int(str(reported))
    if missing != carried or missing <= 0:
        return None
    top = Decimal(str(numerator or 0))
    if not (indicator.denominator or family != default_family(indicator)):
        part = gap.get("numerator")
        if part is None or part.last != top_carried or part.low is None or part.high is None:
            return None
        low, high = indicator.scale * (top + part.low), indicator.scale * (top + part.high)
        return Bounds(as_decimal(low) or Decimal(0), as_decimal(high) or Decimal(0), missing)
    part = gap.get("denominator")
    if part is None or part.last != bottom_carried:
        return None
    more = part.last if part.high is None else part.high
    whole = Decimal(str(denominator or 0)) + more
    if not whole:
        return None
    scale = indicator.scale
    return Bounds(scale * top / whole, scale * (top + more) / whole, missing)


def is_stock(indicator: Indicator) -> bool:
    """Whether all measures take the last report and none asks for what happened in the period."""
    if indicator.nature == "flow":
        return False
    measures: tuple[Measure, ...] = (*indicator.numerator, *indicator.denominator)
    return all(
        m.over_time == "last"
        and not any(isinstance(t, Test) and t.within for t in m.where.values())
        for m in measures
    )


def rounded(value: object) -> Decimal:
    """A sum of estimates to six places."""
    return Decimal(str(value)).quantize(SIX_PLACES)
