"""Locks as pages and lists show them: which hold over a report, and for whom they do not."""

from collections.abc import Iterable
from datetime import date

from pipeline.domain.event import Event
from pipeline.domain.period import Period, parse_period
from pipeline.queries.answers import PeriodLock
from pipeline.queries.nouns import Nouns
from pipeline.warehouse.locks import locks_of
from pipeline.warehouse.reader import Reader

EVENTS = """
select received_at, deed, by_unit, text, unit, period, exempt from flow_event
where deed in ('lock', 'unlock', 'exempt', 'unexempt') order by number
"""
ABOVE = """
with recursive asked as (
    select distinct unnest($units::varchar[]) as unit, unnest($days::date[]) as day
),
up as (
    select asked.unit, asked.day, tree.parent as above, 1 as steps
    from asked join unit_tree as tree on tree.unit = asked.unit and tree.day = asked.day
    union all
    select up.unit, up.day, tree.parent, up.steps + 1
    from up join unit_tree as tree on tree.unit = up.above and tree.day = up.day
)
select unit, day, above from up where above is not null order by steps
"""
UnitDay = tuple[str, date]


def superiors(reader: Reader, asked: Iterable[UnitDay]) -> dict[UnitDay, list[str]]:
    """The units above some units on some days, from below; nothing for those at the top."""
    pairs = sorted(set(asked))
    if not pairs:
        return {}
    given = {"units": [unit for unit, _ in pairs], "days": [day for _, day in pairs]}
    found: dict[UnitDay, list[str]] = {}
    for unit, day, above in reader.rows(ABOVE, given):
        found.setdefault((unit, day), []).append(above)
    return found


def locks_over(
    reader: Reader, known: Nouns, keys: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[PeriodLock, ...]]:
    """(unit, period) → the locks over it, also those that do not hold for this unit."""
    events = [
        Event(at=at, deed=deed, by=by, text=text, unit=unit, period=period,
              exempt=tuple(code for code in exempt.split(";") if code))
        for at, deed, by, text, unit, period, exempt in reader.rows(EVENTS)
    ]  # fmt: skip
    standing = locks_of(events).values()
    if not standing:
        return {}
    calendars = known.product.calendars
    spans = {code: parse_period(code, calendars) for code in {str(e.period) for e in standing}}
    wanted = {key: parse_period(key[1], calendars) for key in keys}
    above = superiors(reader, ((unit, at.end) for (unit, _), at in wanted.items()))
    return {
        (unit, period): tuple(
            as_row(lock, known)
            for lock in standing
            if lock.by in (unit, *above.get((unit, at.end), ())) and covers(spans, lock, at)
        )
        for (unit, period), at in wanted.items()
    }


def covers(spans: dict[str, Period], lock: Event, at: Period) -> bool:
    """Whether a lock is of this period or one that holds it."""
    return spans[str(lock.period)].contains(at)


def as_row(lock: Event, known: Nouns) -> PeriodLock:
    """A lock with its names."""
    code = str(lock.period)
    return PeriodLock(code, known.period_name(code), known.who(lock.by), lock.at, lock.text,
                      tuple(known.who(unit) for unit in lock.exempt))  # fmt: skip
