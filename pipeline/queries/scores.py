"""Score cards: a unit's own scores with their lines, peers and ways up; and whom it scores."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from statistics import median

from pipeline.appraisal.path import Climber, Figure, Way, ways_up
from pipeline.appraisal.reading import Reading
from pipeline.domain.noun import Bilingual
from pipeline.domain.plan import Plan
from pipeline.domain.scoring import ScoreItem, Scoring
from pipeline.queries.answers import (
    ChapterScore,
    Deduction,
    League,
    PeerScore,
    PeriodRef,
    ScoreLine,
    ScorePage,
    UnitScore,
    WayUp,
)
from pipeline.queries.changeable import figures_of
from pipeline.queries.nouns import Nouns, nouns
from pipeline.queries.score_lines import LINES, score_line, source_of
from pipeline.queries.targets import as_decimal, plan_ref
from pipeline.queries.units import breadcrumb
from pipeline.warehouse.reader import Reader

AT = """
from score
join time_window as win on win.period = score.period and win.span = 'period'
where win.ends = $day and win.kind = $kind
"""
OWN = f"""
select score.plan, score.period, peer_group, total, base, bonus, minus, full_marks, pending,
       provisional, outcome, outcome_item, rank, ranked
{AT} and score.unit = $unit
order by score.plan
"""
LEAGUE = f"""
select score.plan, peer_group, score.unit, total, rank, provisional, pending, outcome
{AT} and score.plan in (select unnest($plans::varchar[]))
order by score.plan, peer_group, rank is null, rank, total desc nulls last, score.unit
"""
LOST = f"""
select score.plan, score.unit, score_line.item, score_line.lost
from score_line
join (select score.plan, score.unit, score.period {AT}) as score using (plan, unit, period)
where score_line.lost > 0 and score.plan in (select unnest($plans::varchar[]))
order by score.plan, score.unit, score_line.lost desc, score_line.position
"""
CHAPTERS = """
select score_line.unit, score_line.item, points, score_line.full_marks
from score_line join score using (plan, unit, period)
where plan = $plan and period = $period and peer_group = $peers
"""


def score_page(reader: Reader, unit: str, period: str) -> ScorePage:
    """The score card of a unit at a period's end."""
    known = nouns(reader)
    at = known.period(period)
    asked = {"unit": unit, "day": at.end, "kind": at.kind}
    own = reader.rows(OWN, asked)
    plans = {row[0] for row in own} | {
        plan.id for plan in known.plans.values() if plan.unit == unit and plan.scoring
    }
    leagues = leagues_of(reader, known, sorted(plans), at)
    return ScorePage(
        unit=known.unit(unit, at.end),
        breadcrumb=breadcrumb(reader, unit, at),
        period=at,
        scores=tuple(unit_score(reader, known, unit, at, row, leagues) for row in own),
        leagues=tuple(x for x in leagues.values() if known.plans[x.plan.id].unit == unit),
    )


def leagues_of(
    reader: Reader, known: Nouns, plans: Sequence[str], at: PeriodRef
) -> dict[tuple[str, str], League]:
    """(plan, peer group) → its units, best first."""
    asked = {"plans": list(plans), "day": at.end, "kind": at.kind}
    rows = reader.rows(LEAGUE, asked)
    lost = deductions(known, reader.rows(LOST, asked))
    found: dict[tuple[str, str], list[PeerScore]] = defaultdict(list)
    for plan, peers, unit, total, rank, provisional, pending, outcome in rows:
        found[plan, peers].append(
            PeerScore(known.unit(unit, at.end), as_decimal(total), rank, provisional,
                      as_decimal(pending) or Decimal(0), outcome, tuple(lost[plan, unit]))
        )  # fmt: skip
    return {
        (plan, peers): League(
            plan_ref(known.plans[plan]), title_of(known.plans[plan]),
            group_name(known.plans[plan], peers), tuple(units),
        )
        for (plan, peers), units in found.items()
    }  # fmt: skip


def deductions(
    known: Nouns, rows: Sequence[tuple[str, str, str, Decimal]]
) -> dict[tuple[str, str], list[Deduction]]:
    """(plan, unit) → what cost it points, largest first."""
    found: dict[tuple[str, str], list[Deduction]] = defaultdict(list)
    titles = {
        (plan, item.id): item.title
        for plan in {row[0] for row in rows}
        for item in scoring_of(known.plans[plan]).items
    }
    for plan, unit, item, lost in rows:
        amount = as_decimal(lost) or Decimal(0)
        found[plan, unit].append(Deduction(item, titles.get((plan, item)), amount))
    return found


def title_of(plan: Plan) -> Bilingual:
    """What a plan's scoring is called."""
    named = plan.scoring.title if plan.scoring else None
    return named or plan.title


def group_name(plan: Plan, peers: str) -> Bilingual | None:
    """The name of a peer group; None of the only one."""
    groups = plan.scoring.peer_groups if plan.scoring else ()
    return next((group.name for group in groups if group.id == peers), None)


def unit_score(
    reader: Reader,
    known: Nouns,
    unit: str,
    at: PeriodRef,
    row: Sequence[object],
    leagues: dict[tuple[str, str], League],
) -> UnitScore:
    """One stored score with everything that explains it."""
    name, period, peers = (str(part) for part in row[:3])
    total, base, bonus, minus, full, pending = (as_decimal(part) for part in row[3:9])
    provisional, outcome, outcome_item, rank, ranked = row[9:14]
    plan = known.plans[name]
    scoring = scoring_of(plan)
    stored = reader.rows(LINES, {"plan": name, "unit": unit, "period": period})
    worked = [score_line(known, plan, unit, at, line) for line in stored]
    lines = tuple(line for line, _ in worked)
    league = leagues[name, peers]
    readings = {line.id: reading for line, reading in worked if line.title is not None}
    titles = {item.id: item.title for item in scoring.items}
    figures = figures_of(reader, known, plan, unit, at, readings)
    return UnitScore(
        plan=league.plan,
        title=league.title,
        number=scoring.number,
        peer_group=league.peer_group,
        total=total,
        base=base or Decimal(0),
        bonus=bonus or Decimal(0),
        minus=minus or Decimal(0),
        full=full or Decimal(0),
        pending=pending or Decimal(0),
        provisional=bool(provisional),
        outcome=str(outcome) if outcome else None,
        outcome_title=titles.get(str(outcome_item)),
        rank=rank if isinstance(rank, int) else None,
        ranked=int(str(ranked)),
        lines=lines,
        chapters=chapters(reader, scoring, lines, {"plan": name, "period": period, "peers": peers}),
        peers=league.peers,
        ways=ways(known, plan, unit, peers, readings, figures, league.peers, at.end),
        settled=tuple(name for name, one in figures.items() if is_settled(one, readings[name])),
    )


def is_settled(figure: Figure, reading: Reading) -> bool:
    """Whether nothing can be changed about a figure any more."""
    return figure.most is not None and figure.most == reading.numerator


def scoring_of(plan: Plan) -> Scoring:
    """The scoring of a plan that has scored somebody. Raises KeyError."""
    if plan.scoring is None:
        raise KeyError(plan.id)
    return plan.scoring


def chapters(
    reader: Reader, scoring: Scoring, lines: Sequence[ScoreLine], asked: dict[str, str]
) -> tuple[ChapterScore, ...]:
    """What each chapter gave, and the median of the peer group."""
    if not scoring.groups:
        return ()
    group_of = {item.id: item.group for item in scoring.items}
    sums: dict[tuple[str | None, str], Decimal] = defaultdict(Decimal)
    for unit, item, points, _ in reader.rows(CHAPTERS, asked):
        sums[group_of.get(item), unit] += points or Decimal(0)
    found = []
    for group in scoring.groups:
        own = [line for line in lines if line.group == group.id]
        full = sum((x.full or Decimal(0) for x in own if not x.beside), Decimal(0))
        peers = [total for (name, _), total in sums.items() if name == group.id]
        points = sum((line.points or Decimal(0) for line in own), Decimal(0))
        found.append(ChapterScore(group.title, points, full, median(peers) if peers else None))
    return tuple(found)


def ways(
    known: Nouns,
    plan: Plan,
    unit: str,
    peers: str,
    readings: dict[str, Reading],
    figures: dict[str, Figure],
    league: Sequence[PeerScore],
    day: date,
) -> tuple[WayUp, ...]:
    """The cheapest changes that gain points, worked by the engine that scored the unit, of the
    indicators as they are defined on ``day``, the last of what is scored."""
    scoring = scoring_of(plan)
    items = {item.id: item for item in scoring.items}
    others = tuple(
        peer.total
        for peer in league
        if peer.unit.code != unit and peer.total is not None and peer.outcome is None
    )
    climber = Climber(scoring, unit, peers, readings, figures, others, plan.thresholds)
    return tuple(way_up(known, plan, unit, items[way.item], way, day) for way in ways_up(climber))


def way_up(known: Nouns, plan: Plan, unit: str, item: ScoreItem, way: Way, day: date) -> WayUp:
    """A change as an answer."""
    source = source_of(known, plan, item, unit, day)
    if source is None:
        raise KeyError(item.id)
    return WayUp(
        item=item.id,
        title=item.title,
        indicator=known.indicator_ref(source.indicator.id),
        sum_label=source.indicator.numerator_label,
        sum_before=way.sum_before,
        sum_after=way.sum_after,
        change=way.change,
        value_before=way.value_before,
        value_after=way.value_after,
        unit_label=known.product.units[source.unit].label,
        decimals=source.indicator.decimals,
        gain=way.gain,
        gain_per_unit=way.gain_per_unit,
        total=way.total,
        rank=way.rank,
        reaches=way.reaches,
    )
