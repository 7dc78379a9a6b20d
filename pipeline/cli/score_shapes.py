"""The JSON of ``scorecard``: targets, scores with their lines, peers and ways up."""

from dataclasses import dataclass
from decimal import Decimal

from pipeline.cli.target_shapes import duty_fields
from pipeline.domain.noun import Language
from pipeline.queries.answers import (
    Overview,
    PeerScore,
    ScoreLine,
    ScorePage,
    TargetRow,
    UnitScore,
    WayUp,
)
from pipeline.wording.scores import formula_words


@dataclass(frozen=True)
class TargetJson:
    """One entry of ``targets``: a promise and how far it is."""

    target: str
    plan: str
    name: str
    indicator: str | None
    segment: str
    kind: str
    comparator: str
    goal: Decimal
    baseline: Decimal | None
    value: Decimal | None
    completion: Decimal | None
    due: Decimal | None
    gap: Decimal | None
    gap_days: int | None
    status: str | None
    reason: str | None
    remaining: Decimal | None
    needed_per_month: Decimal | None
    duty_span: str | None
    spans: int | None
    spans_ended: int | None
    spans_done: int | None
    missed_on: str | None
    expected: int
    reported: int


@dataclass(frozen=True)
class LineJson:
    """One entry of ``lines``: why an item gives its points."""

    item: str
    clause: str | None
    name: str | None
    rule: str
    state: str
    points: Decimal | None
    full: Decimal | None
    lost: Decimal
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    goal: Decimal | None
    due: Decimal | None
    sum: str | None
    why: str | None
    evidence: str | None
    provisional: bool
    expected: int
    reported: int
    trace: str | None


@dataclass(frozen=True)
class PeerJson:
    """One entry of ``peers``: a unit of the same peer group."""

    org_unit: str
    name: str
    total: Decimal | None
    rank: int | None
    provisional: bool
    outcome: str | None


@dataclass(frozen=True)
class WayJson:
    """One entry of ``path``: a change that gains points, scored again."""

    item: str
    name: str
    indicator: str | None
    change: Decimal
    sum_before: Decimal
    sum_after: Decimal
    gain: Decimal
    gain_per_unit: Decimal
    total: Decimal
    rank: int | None
    reaches: str


@dataclass(frozen=True)
class ScoreJson:
    """One entry of ``scores``: the unit under one plan."""

    plan: str
    name: str
    total: Decimal | None
    full: Decimal
    base: Decimal
    bonus: Decimal
    minus: Decimal
    pending: Decimal
    provisional: bool
    outcome: str | None
    rank: int | None
    ranked: int
    lines: tuple[LineJson, ...]
    peers: tuple[PeerJson, ...]
    path: tuple[WayJson, ...]


@dataclass(frozen=True)
class LeagueJson:
    """One entry of ``scored``: the units that a plan of this unit scores."""

    plan: str
    name: str
    peers: tuple[PeerJson, ...]


@dataclass(frozen=True)
class ScorecardJson:
    """``scorecard --json``: targets, and scores line by line."""

    org_unit: str
    period: str
    targets: tuple[TargetJson, ...]
    scores: tuple[ScoreJson, ...]
    scored: tuple[LeagueJson, ...]
    as_of: str | None = None
    tree: str = "then"
    """then: the tree of each period; now: today's"""


def scorecard_json(overview: Overview, page: ScorePage, language: Language) -> ScorecardJson:
    """Both pages of a unit as one answer."""
    here = page.unit.code, page.period.code
    return ScorecardJson(
        org_unit=page.unit.code,
        period=page.period.code,
        targets=tuple(target_json(row, language) for row in overview.targets),
        scores=tuple(score_json(score, here, language) for score in page.scores),
        scored=tuple(
            LeagueJson(x.plan.id, x.title.in_language(language), peers_json(x.peers, language))
            for x in page.leagues
        ),
    )


def target_json(row: TargetRow, language: Language) -> TargetJson:
    """A target."""
    return TargetJson(
        target=row.target_id,
        plan=row.plan_id,
        name=row.name.in_language(language),
        indicator=row.indicator.id if row.indicator else None,
        segment=row.segment,
        kind=row.kind,
        comparator=row.comparator,
        goal=row.target,
        baseline=row.baseline,
        value=row.actual.value,
        completion=row.completion,
        due=row.due,
        gap=row.gap,
        gap_days=row.gap_days,
        status=row.status.value if row.status else None,
        reason=row.reason,
        remaining=row.remaining,
        needed_per_month=row.needed_per_month,
        **duty_fields(row),
        expected=row.actual.data.expected,
        reported=row.actual.data.reported,
    )


def score_json(score: UnitScore, here: tuple[str, str], language: Language) -> ScoreJson:
    """A score with its lines."""
    return ScoreJson(
        plan=score.plan.id,
        name=score.title.in_language(language),
        total=score.total,
        full=score.full,
        base=score.base,
        bonus=score.bonus,
        minus=score.minus,
        pending=score.pending,
        provisional=score.provisional,
        outcome=score.outcome,
        rank=score.rank,
        ranked=score.ranked,
        lines=tuple(line_json(line, here, language) for line in score.lines),
        peers=peers_json(score.peers, language),
        path=tuple(way_json(way, language) for way in score.ways),
    )


def line_json(line: ScoreLine, here: tuple[str, str], language: Language) -> LineJson:
    """A line, with the command that traces its figure."""
    said = None
    if line.why is None:
        said = formula_words(line.formula, line.parts, line.points, language)
    return LineJson(
        item=line.id,
        clause=line.clause,
        name=line.title.in_language(language) if line.title else None,
        rule=line.rule,
        state=line.state,
        points=line.points,
        full=line.full,
        lost=line.lost,
        value=line.value,
        numerator=line.numerator,
        denominator=line.denominator,
        goal=line.goal,
        due=line.due,
        sum=said,
        why=line.why,
        evidence="; ".join(text.in_language(language) for text in line.evidence) or None,
        provisional=line.provisional,
        expected=line.data.expected,
        reported=line.data.reported,
        trace=trace_command(line, *here),
    )


def trace_command(line: ScoreLine, unit: str, period: str) -> str | None:
    """The command that leads from a line's figure to its cells."""
    if line.indicator is None:
        return None
    asked = f"trace {line.indicator.id} --unit {unit} --period {period} --span {line.span}"
    if line.family != "default":
        asked += f" --family {line.family}"
    return f"{asked} --segment '{line.segment}'" if line.segment else asked


def peers_json(peers: tuple[PeerScore, ...], language: Language) -> tuple[PeerJson, ...]:
    """Units of a peer group, best first."""
    return tuple(
        PeerJson(p.unit.code, p.unit.name.in_language(language), p.total, p.rank, p.provisional,
                 p.outcome)
        for p in peers
    )  # fmt: skip


def way_json(way: WayUp, language: Language) -> WayJson:
    """A change on the way up."""
    return WayJson(
        item=way.item,
        name=way.title.in_language(language),
        indicator=way.indicator.id if way.indicator else None,
        change=way.change,
        sum_before=way.sum_before,
        sum_after=way.sum_after,
        gain=way.gain,
        gain_per_unit=way.gain_per_unit,
        total=way.total,
        rank=way.rank,
        reaches=way.reaches,
    )
