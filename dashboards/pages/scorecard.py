"""单位记分卡: a unit's total, rank, lines, ways up; and the units it scores itself."""

from dash import html

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.score_lines import in_order, lines_table
from dashboards.components.score_side import (
    basis_section,
    chapters_section,
    league_section,
    peers_picture,
    ways_section,
)
from dashboards.components.shell import Page
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import League, ScorePage, UnitScore
from pipeline.wording.scores import outcome_words, points_text, rank_words

NAMED = 3
"""How many of the costliest items the sentence names."""


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out."""
    here = view.selection
    answer = questions.score_page(reader, here.unit, here.period)
    title = view.say("page.scorecard")
    return Page(title, answer.breadcrumb, body(answer, view), ((title, ""),))


def body(answer: ScorePage, view: View) -> tuple[Part, ...]:
    """Own scores with their lines; then whom the unit scores."""
    title = view.say("page.heading", unit=view.text(answer.unit.name),
                     page=view.say("page.scorecard"))  # fmt: skip
    heading = html.H1(title, className="eyebrow", tabIndex="-1")
    if not answer.scores and not answer.leagues:
        words = view.say("scorecard.none", unit=view.text(answer.unit.name))
        act = parts.link(view.say("page.to_overview"), view.to_page("overview"))
        return heading, parts.empty(words, act)
    pieces: list[Part] = [heading]
    for score in answer.scores:
        pieces += card(score, answer.unit.code, view)
    if not answer.scores:
        pieces.append(html.P(view.say("scorecard.scores_others"), className="lead"))
    pieces += [league_section(league, "", view) for league in answer.leagues]
    return tuple(pieces)


def card(score: UnitScore, unit: str, view: View) -> list[Part]:
    """One score: the sentence, the lines, and what stands beside them."""
    side: list[Part] = [ways_section(score, view)]
    if score.chapters:
        side.append(chapters_section(score.chapters, view))
    league = League(score.plan, score.title, score.peer_group, score.peers)
    side += [league_section(league, unit, view), basis_section(score, view)]
    lines = parts.section(
        view.say("scorecard.lines"), lines_table(score, view), note=view.say("scorecard.lines_note")
    )
    top = html.Div([html.Div(opening(score, view)), peers_picture(score, unit, view)],
                   className="columns card-top")  # fmt: skip
    return [top, html.Div([lines, html.Div(side)], className="columns card")]


def opening(score: UnitScore, view: View) -> list[Part]:
    """Total and rank; what was lost, and where most of it."""
    if score.total is None:
        return [html.P(view.say("score.no_total"), className="lead")]
    rank = rank_words(score.rank, score.ranked, view.language)
    if score.outcome is not None:
        rank = outcome_words(score.outcome, score.outcome_title, view.language)
    group = view.text(score.peer_group) if score.peer_group else ""
    total: list[Part] = [
        html.Span(points_text(score.total), className="huge"),
        html.Span(view.say("scorecard.of", full=points_text(score.full)), className="unit"),
    ]
    if score.provisional:
        total.append(html.Span(view.say("score.provisional"), className="badge status-incomplete"))
    said = html.P([*total, html.Span(f"{group} {rank}".strip(), className="rank")],
                  className="lead total-line")  # fmt: skip
    return [said, html.P(sentence(score, view), className="lead small")]


def sentence(score: UnitScore, view: View) -> list[Part]:
    """What was lost and gained, the costliest items, and what is still open."""
    said = view.rich("scorecard.base_of", base=html.B(points_text(score.base)),
                     full=points_text(score.full))  # fmt: skip
    costly = [line for line in in_order(score.lines) if line.lost and line.title][:NAMED]
    names = [view.text(line.title) for line in costly if line.title]
    if names:
        listed = view.join(names, "join.titles")
        said += view.rich("scorecard.costliest", names=listed)
    if score.bonus:
        said += view.rich("scorecard.with_bonus", points=points_text(score.bonus))
    if score.pending:
        said += view.rich("scorecard.open", points=html.B(points_text(score.pending)))
    if score.provisional:
        said += view.rich("scorecard.may_change")
    return said
