"""Where reports stand on their way up: returned, withdrawn, waiting, approved, sealed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.domain.event import Deed
from pipeline.domain.period import parse_period
from pipeline.domain.stage import Stage
from pipeline.queries.answers import UnitRef
from pipeline.queries.locks import superiors
from pipeline.queries.nouns import Nouns
from pipeline.warehouse.reader import Reader
from pipeline.warehouse.revoking import DECIDED

STANDING = f"""
with {DECIDED}, newest as (
    select form, unit, period, max_by(submission, version) as submission,
           max_by(sha256, version) as sha256
    from submission where verdict = 'accepted' group by all
),
latest as (
    select form, unit, period, sha256, max_by(deed, number) as deed,
           max_by(by_unit, number) as by_unit, max_by(received_at, number) as at,
           max_by(text, number) as text
    from decided group by all
)
select newest.form, newest.unit, newest.period,
       coalesce(held.why, case when latest.deed = 'approve' then 'approved' end) as state,
       latest.by_unit, latest.at, latest.text
from newest
left join held_submission as held using (submission)
left join latest using (form, unit, period, sha256)
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
NEWEST = f"""
with {DECIDED}, newest as (
    select form, unit, period, max(version) as version, max_by(sha256, version) as sha256
    from submission where verdict = 'accepted' and period in (select unnest($periods::varchar[]))
    group by all
)
select form, unit, period, version,
       coalesce(list(by_unit order by number) filter (deed = 'approve'), [])
from newest left join decided using (form, unit, period, sha256)
group by all
"""
LAST = f"""
with {DECIDED}, newest as (
    select max_by(sha256, version) as sha256 from submission
    where verdict = 'accepted' and form = $form and unit = $unit and period = $period
)
select max_by(deed, number) from decided semi join newest using (sha256)
where form = $form and unit = $unit and period = $period and by_unit = $by
"""
OUT_BY: dict[str, Deed] = {"returned": "return", "withdrawn": "withdraw"}
"""By which act a report got into a state."""
UNDECIDED = ("waiting", "unexplained", "unreasoned")
"""States into which nobody brought the report by an act."""
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
        decided = by is not None and state not in UNDECIDED
        found[form, unit, period] = Standing(
            state, known.who(by) if decided else None, at if decided else None, text or ""
        )
    return found


def seals(reader: Reader) -> dict[Key, datetime]:
    """Reports whose counting version has come signed and sealed, and when that was noted."""
    return {(form, unit, period): at for form, unit, period, at in reader.rows(SEALS)}


def current_forms(reader: Reader, unit: str, period: str) -> tuple[str, ...]:
    """The forms of a unit that count for a period."""
    return tuple(form for (form,) in reader.rows(CURRENT, {"unit": unit, "period": period}))


def revocation(reader: Reader, form: str, unit: str, period: str, by: str) -> Deed:
    """The deed by which a unit takes back what it last decided about the newest version of a
    report; where it decided nothing, the one that will be refused."""
    asked = {"form": form, "unit": unit, "period": period, "by": by}
    ((last,),) = reader.rows(LAST, asked)
    return "unreturn" if last == "return" else "unapprove"


def newest_versions(
    reader: Reader, periods: Iterable[str]
) -> dict[Key, tuple[int, tuple[str, ...]]]:
    """Reports of some periods → their newest accepted version, and whose approvals of it stand,
    in the order they were given."""
    asked = {"periods": sorted(set(periods))}
    rows = reader.rows(NEWEST, asked) if asked["periods"] else []
    return {
        (form, unit, period): (version, tuple(approved))
        for form, unit, period, version, approved in rows
    }


def approvers(
    reader: Reader, known: Nouns, waiting: Mapping[Key, Collection[str]]
) -> dict[Key, UnitRef]:
    """Reports that wait for approval, with who has approved → whose is next, from below."""
    calendars = known.product.calendars
    days = {key: parse_period(key[2], calendars).end for key in waiting}
    above = superiors(reader, ((unit, days[key]) for key in waiting for unit in [key[1]]))
    found = {}
    levels = known.product.flow.approve_at
    for key, approved in waiting.items():
        codes = above.get((key[1], days[key]), ())
        units = [known.unit(code, days[key]) for code in codes]
        top = codes[-1] if codes else key[1]
        units += [
            replace(known.who(code), level=level)
            for code, level in known.outside.approving(top, days[key])
        ]
        next_up = (u for level in levels for u in units if u.level == level)
        first = next((unit for unit in next_up if unit.code not in approved), None)
        if first is not None:
            found[key] = first
    return found


def stages(
    reader: Reader,
    known: Nouns,
    approved: Mapping[Key, tuple[str, ...]],
    flow: Mapping[Key, Standing],
    following: Mapping[Key, UnitRef],
) -> dict[Key, Stage]:
    """How far the newest versions of some reports have come, whatever is locked.

    ``approved``: whose approvals stand; ``flow`` and ``following`` as ``standings`` and
    ``approvers`` give them. What waits for anything but approval is nobody's to approve yet.
    """
    calendars = known.product.calendars
    days = {key: parse_period(key[2], calendars).end for key in approved}
    above = superiors(reader, ((key[1], day) for key, day in days.items()))
    found = {}
    for key, day in days.items():
        standing, next_up = flow.get(key), following.get(key)
        out = OUT_BY.get(standing.state) if standing else None
        found[key] = Stage(
            key[1],
            tuple(above.get((key[1], day), ())),
            next_up.code if next_up else None,
            approved[key],
            out,
            standing.by.code if standing and standing.by and out else None,
        )
    return found
