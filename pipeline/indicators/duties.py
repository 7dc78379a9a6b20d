"""Duties: what is owed anew in every span, judged span by span.

The spans that end in a window are its spans: a quarter has one of its own kind, a year four, and
the first quarter none of a duty of each half-year. One span is judged by its own value. Of several
it counts how many were done: completion = done ÷ spans, due = ended ÷ spans. A span has ended when
its last day is not after the last day of which any report of the unit's tree counts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.period import Period, make_period, parse_period, parts
from pipeline.domain.plan import Plan, Target
from pipeline.domain.product import CalendarYear
from pipeline.domain.status import Status
from pipeline.indicators.pace import HUNDRED
from pipeline.indicators.targets import Actual, Judgement, is_incomplete

MISSED = (Status.BEHIND, Status.FAR_BEHIND)
NEVER = date.min
Lives = Mapping[str, Sequence[tuple[date, date]]]
"""Unit → the days its versions are valid."""
OF_ROOTS = "select root, period from reported_period where reports > 0"
ROOTS = """
select unit, root from unit_root where unit in (select unnest($units::varchar[]))
"""


@dataclass(frozen=True)
class DutySpan:
    """One span of a duty: what is owed in it, what came, and the day up to which is known."""

    period: Period
    goal: Decimal
    actual: Actual
    known_until: date

    @property
    def ended(self) -> bool:
        """Whether all of the span lies in what is known."""
        return self.period.end <= self.known_until

    @property
    def settled_on(self) -> date:
        """The closing day; of a ceiling broken before it, the last day that is known."""
        return min(self.period.end, self.known_until)


def spans_between(target: Target, calendar: CalendarYear, within: Period) -> tuple[Period, ...]:
    """The spans of a duty that end in a period, in order; none of a span that is no period."""
    if target.span in ("campaign", "multi_year"):
        return ()
    year = make_period(within.calendar, calendar, "year", within.year, 1)
    every = parts(year, target.span, calendar)  # type: ignore[arg-type]
    return tuple(span for span in every if within.start <= span.end <= within.end)


def lives_of(units: Iterable[OrgUnit]) -> dict[str, list[tuple[date, date]]]:
    """Unit → first and last day of each of its versions."""
    found: dict[str, list[tuple[date, date]]] = {}
    for unit in units:
        days = (unit.valid_from or date.min, unit.valid_to or date.max)
        found.setdefault(unit.code, []).append(days)
    return found


def is_owed(lives: Lives, unit: str, span: Period) -> bool:
    """Whether a unit is open at a span's end, as it must be to owe a report."""
    return any(first <= span.end <= last for first, last in lives.get(unit, ((NEVER, date.max),)))


def known_until(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, units: Iterable[str]
) -> dict[str, date]:
    """Unit → the last day of which any report of its whole tree counts."""
    latest: dict[str, date] = {}
    for root, code in connection.execute(OF_ROOTS).fetchall():
        end = parse_period(code, catalogue.calendars).end
        latest[root] = max(end, latest.get(root, end))
    rows = connection.execute(ROOTS, {"units": sorted(set(units))}).fetchall()
    return {unit: latest[root] for unit, root in rows if root in latest}


def outcome(target: Target, span: DutySpan) -> bool | None:
    """Whether a span's value is what was promised; None while that is open or not known.

    What is to be reached can be done before the span has ended, what is not to be exceeded can be
    broken before; the rest is known when it has.
    """
    value = span.actual.value
    if value is None:
        return None
    if target.comparator == "<=":
        return span.ended or None if value <= span.goal else False
    return True if value >= span.goal else None if not span.ended else False


def judge_duty(target: Target, plan: Plan, spans: Sequence[DutySpan]) -> Judgement:
    """Judge a duty by the spans that end in a window."""
    if target.indicator is None:
        return Judgement(reason="no_indicator")
    if not spans:
        return Judgement(reason="not_due")
    said = [judge_span(target, plan, span) for span in spans]
    broken = [s.settled_on for s, one in zip(spans, said, strict=True) if one.status in MISSED]
    counts = {
        "spans": len(spans),
        "spans_ended": sum(1 for span in spans if span.ended),
        "spans_done": sum(1 for one in said if one.status is Status.DONE),
        "missed_on": min(broken, default=None),
    }
    if len(spans) == 1:
        return replace(said[0], **counts)  # type: ignore[arg-type]
    return replace(judge_spans(plan, spans, said), **counts)  # type: ignore[arg-type]


def judge_span(target: Target, plan: Plan, span: DutySpan) -> Judgement:
    """Judge one span by its own value; before it has ended it cannot be missed, only done."""
    value, goal = span.actual.value, span.goal
    due = HUNDRED if span.ended else None
    if value is None:
        return Judgement(due=due, status=Status.NO_DATA, reason="no_report")
    met = outcome(target, span)
    if target.comparator == "<=":
        status = {True: Status.DONE, False: Status.FAR_BEHIND, None: Status.ON_PACE}[met]
        said = Judgement(due=due, status=status, remaining=goal - value)
        return or_incomplete(plan, span, said)
    completion = HUNDRED * value / goal if goal > 0 else None
    gap = completion - HUNDRED if completion is not None and span.ended else None
    reason = "not_due" if met is None else None
    said = Judgement(
        completion, due, gap, None, {True: Status.DONE, False: missed(plan, gap), None: None}[met],
        reason, max(goal - value, Decimal(0)), None, Decimal(0),
        value - goal if span.ended else None,
    )  # fmt: skip
    return or_incomplete(plan, span, said)


def or_incomplete(plan: Plan, span: DutySpan, said: Judgement) -> Judgement:
    """The same, unless too few have reported for a word."""
    return replace(said, status=Status.INCOMPLETE) if is_incomplete(plan, span.actual) else said


def missed(plan: Plan, gap: Decimal | None) -> Status:
    """The word for what was not reached when its time was over: never on pace."""
    far = gap is None or gap < -plan.thresholds.far_behind
    return Status.FAR_BEHIND if far else Status.BEHIND


def judge_spans(plan: Plan, spans: Sequence[DutySpan], said: Sequence[Judgement]) -> Judgement:
    """Judge a window by its several spans: missed by one of them, done by all of them."""
    words = [one.status for one in said]
    done, settled = words.count(Status.DONE), any(w in (*MISSED, Status.DONE) for w in words)
    due = HUNDRED * sum(1 for span in spans if span.ended) / len(spans)
    if all(span.actual.value is None for span in spans):
        return Judgement(due=due, status=Status.NO_DATA, reason="no_report")
    completion = HUNDRED * done / len(spans) if settled else None
    gap = None if completion is None else completion - due
    return Judgement(completion, due, gap, None, *word_for(plan, spans, said, gap))


def word_for(
    plan: Plan, spans: Sequence[DutySpan], said: Sequence[Judgement], gap: Decimal | None
) -> tuple[Status | None, str | None]:
    """The status of several spans, and why there is none."""
    words = [one.status for one in said]
    unknown = [s.ended for s, word in zip(spans, words, strict=True) if word is Status.NO_DATA]
    if any(word in MISSED for word in words):
        return missed(plan, gap), None
    if Status.INCOMPLETE in words or any(unknown):
        return Status.INCOMPLETE, None
    if all(word is Status.DONE for word in words):
        return Status.DONE, None
    if Status.DONE in words or Status.ON_PACE in words:
        return Status.ON_PACE, None
    return None, "not_due"


def each_with(spans: Sequence[DutySpan], goal: Decimal) -> Iterator[DutySpan]:
    """The same spans by one value, as if it had held all along."""
    return (replace(span, goal=goal) for span in spans)
