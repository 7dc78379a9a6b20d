"""Every plan's scoring, worked for every period of its year, and stored line by line."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb

from pipeline.appraisal.figures import read_figures, read_lateness
from pipeline.appraisal.inputs import Scene, readings_of
from pipeline.appraisal.peers import Peer, peers_on
from pipeline.appraisal.totals import Line, Score, ranked, score_unit
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.period import Period, make_period
from pipeline.domain.plan import Plan
from pipeline.domain.scoring import Scoring
from pipeline.domain.scoring_rule import LateDays, MeanOfChildren
from pipeline.indicators.models_runner import insert_columns
from pipeline.indicators.pace import schedule_of
from pipeline.indicators.scorecards import periods_of_year

Done = dict[tuple[str, str, str], Score]
"""(plan, period, unit) → score"""


@dataclass(frozen=True)
class Scored:
    """The scores of one plan at one period's end, with their ranks."""

    plan: Plan
    period: Period
    scores: tuple[Score, ...]


def score_and_store(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    only: Collection[str] | None = None,
) -> None:
    """Fill ``score`` and ``score_line``, for some plans ``only``."""
    done = list(score_all(connection, catalogue, only))
    insert_columns(connection, "score", [
        score_row(s.plan, s.period, score) for s in done for score in s.scores
    ])  # fmt: skip
    insert_columns(connection, "score_line", [
        line_row(s.plan, s.period, score, position, line)
        for s in done for score in s.scores
        for position, line in enumerate(score.lines, start=1)
    ])  # fmt: skip


def score_all(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    only: Collection[str] | None = None,
) -> Iterator[Scored]:
    """Score the units of every plan, the plans others look at first.

    With ``only`` some are scored; a unit's own target still comes from whichever plan has it.
    """
    done: Done = {}
    for plan in in_order(catalogue):
        if plan.scoring is not None and (only is None or plan.id in only):
            yield from score_plan(connection, catalogue, plan, plan.scoring, done)


def in_order(catalogue: Catalogue) -> list[Plan]:
    """Plans, each after those whose scores its own are made of."""
    found: dict[str, Plan] = {}

    def take(plan: Plan, above: tuple[str, ...]) -> None:
        for name in looked_at(plan):
            if name in catalogue.plans and name not in (plan.id, *above):
                take(catalogue.plans[name], (*above, plan.id))
        found.setdefault(plan.id, plan)

    for plan in catalogue.plans.values():
        take(plan, ())
    return list(found.values())


def looked_at(plan: Plan) -> list[str]:
    """The plans whose scores this plan's are made of."""
    rules = [item.rule for item in plan.scoring.items] if plan.scoring else []
    return [r.plan for r in rules if isinstance(r, MeanOfChildren) and r.plan is not None]


def score_plan(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    plan: Plan,
    scoring: Scoring,
    done: Done,
) -> Iterator[Scored]:
    """Score one plan's units at the end of every period of its year."""
    calendar = catalogue.calendars[plan.calendar]
    year = make_period(plan.calendar, calendar, "year", plan.year.value, 1)
    schedule = schedule_of(plan, year, calendar)
    periods = periods_of_year(connection, catalogue, plan)
    on_day = peers_on(connection, scoring, plan.unit, {p.end for p in periods})
    peers = {p.code: on_day[p.end] for p in periods}
    units = [peer.unit for group in peers.values() for peer in group]
    figures = read_figures(connection, catalogue, plan, units, periods)
    figures.late = read_lateness(connection, late_asked(scoring, peers, periods))
    for period in periods:
        below = children_on(connection, scoring, period.end)
        scene = Scene(catalogue, plan, scoring, period, schedule.due_on(period.end), figures,
                      below, done)  # fmt: skip
        scores: dict[str, list[Score]] = {}
        for peer in peers[period.code]:
            score = score_unit(scoring, peer.unit, peer.group, readings_of(scene, peer))
            done[plan.id, period.code, peer.unit] = score
            scores.setdefault(peer.group, []).append(score)
        every = [score for group in scores.values() for score in ranked(group)]
        yield Scored(plan, period, tuple(sorted(every, key=lambda s: (s.peer_group, s.unit))))


def late_asked(
    scoring: Scoring, peers: dict[str, list[Peer]], periods: Sequence[Period]
) -> list[tuple[object, ...]]:
    """For which units, spans and forms days late are asked."""
    rules = [i.rule for i in scoring.items if isinstance(i.rule, LateDays)]
    asked = {
        (
            peer.unit, period.code, period.end,
            period.year_start if rule.span == "to_date" else period.start,
            period.end, rule.form or "", rule.span,
        )
        for rule in rules
        for period in periods
        for peer in peers[period.code]
    }  # fmt: skip
    return sorted(asked)


def children_on(
    connection: duckdb.DuckDBPyConnection, scoring: Scoring, day: date
) -> dict[str, tuple[str, ...]]:
    """Unit → open units right below it, where a rule asks for them."""
    if not any(isinstance(item.rule, MeanOfChildren) for item in scoring.items):
        return {}
    rows = connection.execute(
        "select parent, list(unit order by unit) from unit_tree"
        " where day = ? and is_open and parent is not null group by parent",
        [day],
    ).fetchall()
    return {parent: tuple(units) for parent, units in rows}


def score_row(plan: Plan, period: Period, score: Score) -> tuple[object, ...]:
    """One row of ``score``."""
    return (
        plan.id, score.unit, score.peer_group, period.code, score.total, score.base, score.bonus,
        score.minus, score.full, score.pending, score.provisional, score.outcome,
        score.outcome_item, score.rank, score.ranked,
    )  # fmt: skip


def line_row(
    plan: Plan, period: Period, score: Score, position: int, line: Line
) -> tuple[object, ...]:
    """One row of ``score_line``; numbers in JSON are text, so that none is rounded."""
    parts = {name: str(number) for name, number in line.worked.parts.items()}
    return (
        plan.id, score.unit, period.code, position, line.id,
        line.item.rule.kind if line.item else line.id, line.state,
        stored(line.reading.value), line.points, line.full, line.lost, line.provisional,
        line.reading.expected, line.reading.reported, line.worked.why, line.worked.formula,
        json.dumps(parts), json.dumps(line.reading.as_text()),
    )  # fmt: skip


def stored(value: Decimal | None) -> Decimal | None:
    """A figure as the table keeps it."""
    return None if value is None else value.quantize(Decimal(1).scaleb(-10))
