"""Where reports stand on their way up: returned, withdrawn, waiting, approved, locked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pipeline.domain.period import parse_period
from pipeline.queries.answers import UnitRef
from pipeline.queries.nouns import Nouns
from pipeline.warehouse.reader import Reader

STANDING = """
with newest as (
    select form, unit, period, max_by(submission, version) as submission
    from submission where verdict = 'accepted' group by all
),
latest as (
    select form, unit, period, max_by(deed, number) as deed, max_by(by_unit, number) as by_unit,
           max(received_at) as at, max_by(text, number) as text
    from flow_event where deed in ('approve', 'return', 'withdraw') group by all
)
select newest.form, newest.unit, newest.period,
       coalesce(held.why, case when latest.deed = 'approve' then 'approved' end) as state,
       latest.by_unit, latest.at, latest.text
from newest
left join held_submission as held using (submission)
left join latest using (form, unit, period)
where state is not null
"""
SEALS = """
with latest as (
    select form, unit, period, sha256, max_by(deed, number) as deed, max(received_at) as at
    from flow_event where deed in ('seal', 'unseal') group by all
)
select form, unit, period, latest.at
from submission join latest using (form, unit, period, sha256)
where submission.current and latest.deed = 'seal'
"""
CURRENT = """
select form from submission where current and unit = $unit and period = $period order by form
"""
LOCKS = """
select deed, period, exempt from flow_event where deed in ('lock', 'unlock') order by number
"""
Key = tuple[str, str, str]
"""form, unit, period"""


@dataclass(frozen=True)
class Standing:
    """Where one report stands, who brought it there, when and why."""

    state: str
    by: UnitRef | None
    at: datetime | None
    text: str


def standings(reader: Reader, known: Nouns) -> dict[Key, Standing]:
    """Reports about which something was decided, or has to be."""
    found = {}
    for form, unit, period, state, by, at, text in reader.rows(STANDING):
        decided = by is not None and state not in ("waiting", "unexplained")
        found[form, unit, period] = Standing(
            state, known.unit(by) if decided else None, at if decided else None, text or ""
        )
    return found


def seals(reader: Reader) -> dict[Key, datetime]:
    """Reports whose counting version has come signed and sealed, and when that was noted."""
    return {(form, unit, period): at for form, unit, period, at in reader.rows(SEALS)}


def current_forms(reader: Reader, unit: str, period: str) -> tuple[str, ...]:
    """The forms of a unit that count for a period."""
    return tuple(form for (form,) in reader.rows(CURRENT, {"unit": unit, "period": period}))


def locked_reports(
    reader: Reader, known: Nouns, keys: Iterable[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Those of (unit, period) that take no more reports."""
    locks: dict[str, set[str]] = {}
    for deed, period, exempt in reader.rows(LOCKS):
        if deed == "lock":
            locks[period] = set(exempt.split(";"))
        else:
            locks.pop(period, None)
    calendars = known.product.calendars
    spans = {code: parse_period(code, calendars) for code in locks}
    return {
        (unit, period)
        for unit, period in keys
        for code in locks
        if unit not in locks[code] and spans[code].contains(parse_period(period, calendars))
    }
