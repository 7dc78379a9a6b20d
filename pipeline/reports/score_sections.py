"""The section of scores: the unit's own, and those of the units it scores, with what cost most."""

from collections.abc import Sequence

from pipeline.queries.answers import Deduction, League, PeerScore, UnitScore
from pipeline.reports.markup import Markup, cell, content, el, table
from pipeline.reports.pack import Pack
from pipeline.reports.unit_links import unit_name
from pipeline.reports.words import Words
from pipeline.wording.numbers import ABSENT, MINUS
from pipeline.wording.scores import outcome_words, points_column, points_text, total_words

SHOWN = 3
"""Deductions named of each unit in the page; the workbook names all."""


def score_section(pack: Pack, words: Words) -> Markup:
    """Own scores in a sentence each; a table for every peer group of the units scored."""
    page = pack.scores
    if page is None:
        return content([])
    pieces = [own_score(score, words) for score in page.scores]
    for league in page.leagues:
        pieces += [el("h3", league_title(league, words)), league_table(league, pack, words)]
    return content([*pieces, el("p", words.say("score.report_note"), class_="note")])


def own_score(score: UnitScore, words: Words) -> Markup:
    """Total, rank and whether it may change; then everything that cost points."""
    told = lost_said(own_deductions(score), words)
    return el(
        "p", el("b", words.say("score.own")), words.say("report.colon"),
        total_words(score, words.language), el("br"),
        words.say("score.all_lost"), words.say("report.colon"), told,
    )  # fmt: skip


def own_deductions(score: UnitScore) -> tuple[Deduction, ...]:
    """What cost points, largest first."""
    lost = sorted((line for line in score.lines if line.lost > 0), key=lambda line: -line.lost)
    return tuple(Deduction(line.id, line.title, line.lost) for line in lost)


def league_title(league: League, words: Words) -> str:
    """What the scoring is called, and the peer group where there are several."""
    named = [league.title, *([league.peer_group] if league.peer_group else [])]
    return " · ".join(words.text(name) for name in named)


def league_table(league: League, pack: Pack, words: Words) -> Markup:
    """Every unit with rank, points and what cost most, best first."""
    heads = (
        (words.say("report.rank"), "n"), (words.say("select.unit"), ""),
        (words.say("score.points"), "n"), (words.say("score.largest"), ""),
    )  # fmt: skip
    totals = points_column(peer.total for peer in league.peers)
    rows = [
        peer_row(peer, total, pack, words) for peer, total in zip(league.peers, totals, strict=True)
    ]
    return table(heads, rows, "plain scores", words.say("report.scores"))


def peer_row(peer: PeerScore, total: str, pack: Pack, words: Words) -> Markup:
    """One unit."""
    mark = el("span", words.say("score.provisional_short"), class_="unit")
    told = lost_said(peer.deductions[:SHOWN], words)
    why = peer_remark(peer, words)
    return el(
        "tr", cell(ABSENT if peer.rank is None else words.whole(peer.rank), style="n"),
        el("th", unit_name(peer.unit, pack, words), scope="row"),
        cell(el("b", total), mark if peer.provisional else None, style="n"),
        cell(told, el("div", why, class_="note") if why else None),
    )  # fmt: skip


def peer_remark(peer: PeerScore, words: Words) -> str:
    """Why a unit is not ranked, and how many points are still open."""
    told = []
    if peer.outcome is not None:
        told.append(outcome_words(peer.outcome, None, words.language))
    if peer.pending:
        told.append(words.say("score.pending", points=points_text(peer.pending)))
    return words.say("report.semicolon").join(told)


def lost_said(lost: Sequence[Deduction], words: Words) -> str:
    """集体合同覆盖率 −7.5、…; or that nothing was deducted."""
    told = [f"{item_name(one, words)} {MINUS}{points_text(one.lost)}" for one in lost]
    return words.join(told, "join.titles") if told else words.say("score.none_lost")


def item_name(lost: Deduction, words: Words) -> str:
    """What the item is called; what the total loses by itself has a name of the product."""
    return words.text(lost.title) if lost.title else words.say(f"score.{lost.item}")
