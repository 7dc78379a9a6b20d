"""Rates that are judged otherwise in another period that ends on the same day.

The fourth quarter has what was reported for it, the year every unit's last report of the year: a
rate may be reached in the one and not in the other, and whoever reads both must be told why.
"""

from dataclasses import replace
from decimal import Decimal

from pipeline.domain.status import Status
from pipeline.queries.answers import JudgedAlso, PeriodRef, TargetRow
from pipeline.queries.nouns import Nouns
from pipeline.warehouse.reader import Reader

ALSO = """
select tv.plan, tv.target, tv.period, tv.value, tv.status
from target_value as tv
join time_window as win on win.period = tv.period and win.span = 'period'
where tv.unit = $unit and win.ends = $day and win.calendar = $calendar and win.kind <> $kind
  and tv.value is not null and tv.status is not null
order by win.starts, tv.plan, tv.target
"""


def with_others(
    reader: Reader, known: Nouns, unit: str, period: PeriodRef, rows: tuple[TargetRow, ...]
) -> tuple[TargetRow, ...]:
    """The rows, each rate with another period in which its status is another: the longest, or
    else the shortest of those within, for these are what is issued."""
    asked = {"unit": unit, "day": period.end, "calendar": period.calendar, "kind": period.kind}
    found: dict[tuple[str, str], list[JudgedAlso]] = {}
    for plan, target, code, value, status in reader.rows(ALSO, asked):
        window = known.windows[code]
        said = JudgedAlso(window, window.start < period.start, Decimal(value), Status(status))
        found.setdefault((plan, target), []).append(said)
    return tuple(told(row, found.get((row.plan_id, row.target_id), [])) for row in rows)


def told(row: TargetRow, others: list[JudgedAlso]) -> TargetRow:
    """The row with the other that says something else of its rate."""
    is_rate = row.indicator is not None and row.indicator.nature == "rate"
    if not is_rate or row.kind == "duty" or row.status is None:
        return row
    others = [one for one in others if one.status is not row.status]
    if not others:
        return row
    return replace(row, also=others[0] if others[0].is_longer else others[-1])
