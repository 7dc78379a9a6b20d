"""Beside the lines: ways up, chapters, the peer group, and what the scoring rests on."""

from collections.abc import Sequence
from decimal import Decimal

from dash import html

from dashboards.components import parts
from dashboards.components.parts import aria
from dashboards.components.ranking import Scale
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import ChapterScore, League, PeerScore, UnitScore, WayUp
from pipeline.wording.scores import outcome_words, points_column, points_text, short


def ways_section(score: UnitScore, view: View) -> html.Section:
    """提分路径: what to do, what it brings, where it leads."""
    title, note = view.say("scorecard.ways"), view.say("scorecard.ways_note")
    if not score.ways:
        return parts.section(title, html.P(view.say("scorecard.no_ways"), className="note"))
    heads: tuple[Part | html.Th, ...] = (
        view.say("scorecard.do"), parts.right(view.say("scorecard.gain")),
        parts.right(view.say("scorecard.then")), parts.right(view.say("page.rank")),
    )  # fmt: skip
    rows = [way_row(number, way, view) for number, way in enumerate(score.ways, start=1)]
    table = parts.table(heads, rows, title, "ways")
    fixed = fixed_loss(score)
    told = view.say("scorecard.ways_rest", points=points_text(fixed)) if fixed else ""
    rest = view.say("scorecard.ways_others")
    return parts.section(title, table, html.P(f"{rest}{told}", className="note"), note=note)


def fixed_loss(score: UnitScore) -> Decimal:
    """Points lost by lines that nothing recovers: reports late, marks, events."""
    fixed = ("late_days", "manual", "penalty", "veto")
    lost = (x.lost for x in score.lines if x.rule in fixed or x.id in score.settled)
    return sum(lost, Decimal(0))


def way_row(number: int, way: WayUp, view: View) -> html.Tr:
    """One change."""
    label = view.text(way.sum_label)
    step = view.say("scorecard.way", number=number, label=label, change=signed(way.change))
    reached = view.say(f"score.reaches_{way.reaches}")
    before, after = way.sum_before, way.sum_after
    path = f"{short(before, beside=[after])} → {short(after, beside=[before])}"
    note = f"{view.text(way.title)}：{path}，{reached}"
    if view.language == "en":
        note = f"{view.text(way.title)}: {path}, {reached}"
    return html.Tr(
        [
            parts.row_head([html.B(step), html.Div(note, className="note")]),
            parts.figure_cell(html.Span(f"+{points_text(way.gain)}", className="gain")),
            parts.figure_cell(points_text(way.total)),
            parts.figure_cell("—" if way.rank is None else view.whole(way.rank)),
        ]
    )


def signed(change: Decimal) -> str:
    """A change with its sign."""
    return f"+{short(change)}" if change > 0 else short(change)


def chapters_section(chapters: Sequence[ChapterScore], view: View) -> html.Section:
    """各章得分, each on the scale of its full marks, with the middle of the peer group."""
    rows = [chapter_row(chapter, view) for chapter in chapters]
    heads = (view.say("scorecard.chapter"), "", parts.right(view.say("scorecard.points")))
    return parts.section(
        view.say("scorecard.chapters"),
        parts.table(heads, rows, view.say("scorecard.chapters"), "chapters"),
        note=view.say("scorecard.median"),
    )  # fmt: skip


def chapter_row(chapter: ChapterScore, view: View) -> html.Tr:
    """A chapter's points, its full marks, and the median."""
    filled = {"width": of_full(chapter.points, chapter.full)}
    pieces: list[Part] = [html.I(className="filled", style=filled)]
    said = ""
    if chapter.median is not None:
        middle = {"left": of_full(chapter.median, chapter.full)}
        pieces.append(html.I(className="middle", style=middle))
        said = view.say("scorecard.median_is", points=points_text(chapter.median))
    bar = html.Div(pieces, className="chapter", title=said, **aria(hidden="true"))
    full = html.Span(f" / {points_text(chapter.full)}", className="faint")
    return html.Tr(
        [
            parts.row_head(view.text(chapter.title)),
            parts.cell(bar, "bar-cell"),
            parts.figure_cell([html.B(points_text(chapter.points)), full], "nowrap"),
        ]
    )


def of_full(points: Decimal, full: Decimal) -> str:
    """Points as a part of the full marks, for a bar."""
    share = points / full * 100 if full else Decimal(0)
    return f"{min(max(share, Decimal(0)), Decimal(100)):.1f}%"


def peers_picture(score: UnitScore, unit: str, view: View) -> Part:
    """The peer group on one scale, the unit itself marked; open where a score may change."""
    totals = [peer.total for peer in score.peers if peer.total is not None]
    if len(totals) < 2:
        return ""
    scale = Scale(totals, from_zero=False)
    dots: list[Part] = [
        html.I(
            className=f"peer{' open' if peer.provisional else ''}"
            f"{' own' if peer.unit.code == unit else ''}",
            style={"left": scale.at(peer.total)},
        )
        for peer in score.peers
        if peer.total is not None
    ]
    ticks = [html.Span(short(t), style={"left": scale.at(t)}) for t in scale.ticks()]
    line = html.Div(dots, className="peers", **aria(hidden="true"))
    axis = html.Div(ticks, className="peers axis", **aria(hidden="true"))
    return html.Div([line, axis, html.P(view.say("scorecard.peers_note"), className="note")])


def league_section(league: League, unit: str, view: View) -> html.Section:
    """A peer group, best first."""
    title = view.say("scorecard.league")
    if league.peer_group is not None:
        title = f"{title} · {view.text(league.peer_group)}"
    heads = (
        parts.right(view.say("page.rank")), view.say("select.unit"),
        parts.right(view.say("scorecard.total")), view.say("scorecard.note"),
    )  # fmt: skip
    totals = points_column(peer.total for peer in league.peers)
    rows = [peer_row(peer, total, unit, view)
            for peer, total in zip(league.peers, totals, strict=True)]  # fmt: skip
    return parts.section(
        title, parts.table(heads, rows, title, "league"), note=view.text(league.title)
    )


def peer_row(peer: PeerScore, total: str, unit: str, view: View) -> html.Tr:
    """A unit of a peer group; the one shown is marked."""
    notes = [view.say("score.provisional")] if peer.provisional else []
    if peer.pending:
        notes.append(view.say("score.pending", points=points_text(peer.pending)))
    if peer.outcome is not None:
        notes.append(outcome_words(peer.outcome, None, view.language))
    here = peer.unit.code == unit
    return html.Tr(
        [
            parts.figure_cell("—" if peer.rank is None else view.whole(peer.rank), "faint"),
            parts.row_head(parts.link(view.text(peer.unit.name), view.to_unit(peer.unit.code))),
            parts.figure_cell(html.B(total)),
            parts.cell(html.Span(view.say("join.list").join(notes), className="note")),
        ],
        className="here" if here else "",
    )


def basis_section(score: UnitScore, view: View) -> html.Section:
    """Which paper the rules come from."""
    number = f" {score.number}" if score.number else ""
    pairs = [
        (view.say("scorecard.paper"), f"{view.text(score.title)}{number}"),
        (view.say("scorecard.plan"), view.text(score.plan.title)),
        (view.say("scorecard.full"), points_text(score.full)),
    ]
    terms = [part for name, said in pairs for part in (html.Dt(name), html.Dd(said))]
    return parts.section(view.say("scorecard.basis"), html.Dl(terms, className="pairs"))
