"""The verb ``scorecard``: targets, score, deductions, rank, ways up."""

from dataclasses import asdict

import click

from pipeline.cli.figures import heads_of, of_world, period_option, unit_option
from pipeline.cli.options import Setting, json_option, print_json, world_options
from pipeline.cli.score_shapes import scorecard_json
from pipeline.cli.selection import chosen
from pipeline.cli.tables import print_table
from pipeline.domain.noun import Language
from pipeline.queries import questions
from pipeline.queries.answers import (
    Overview,
    PeerScore,
    ScoreLine,
    ScorePage,
    UnitScore,
    WayUp,
)
from pipeline.wording.comparators import SIGNS
from pipeline.wording.duties import done_words, each_words
from pipeline.wording.numbers import completion, percentage
from pipeline.wording.phrases import phrase
from pipeline.wording.reasons import reason_words
from pipeline.wording.scores import (
    formula_words,
    outcome_words,
    points_text,
    state_words,
    total_words,
    way_words,
    why_words,
)
from pipeline.wording.statuses import glyph, status_word
from pipeline.wording.words import figure


@click.command()
@unit_option
@period_option
@world_options
@json_option
@click.pass_obj
def scorecard(setting: Setting, unit: str | None, period: str | None, as_json: bool) -> None:
    """记分卡：目标、得分、扣分单、名次、提分路径。 Targets, score, deductions, rank, ways up.

    A unit that scores others also shows their ranks.

    \b
    Examples:
      unionkpi scorecard
      unionkpi scorecard --unit AHX01 --period 2024Q3 --json
    """
    setting, unit, period = chosen(setting, unit, period)
    overview = questions.overview(setting.reader, unit, period)
    page = questions.score_page(setting.reader, unit, period)
    if as_json:
        said = scorecard_json(overview, page, setting.language)
        print_json(asdict(of_world(said, setting)))
        return
    say_targets(overview, setting.language)
    say_scores(page, setting.language)


def say_targets(page: Overview, language: Language) -> None:
    """Every target with completion, pace and status."""
    rows = [
        (
            t.name.in_language(language),
            figure(t.actual.value, t),
            joined(f"{SIGNS[t.comparator]} {figure(t.target, t)}", each_words(t, language)),
            completion(t.completion),
            percentage(t.due),
            joined(
                f"{glyph(t.status)} {status_word(t.status, language)}"
                if t.status
                else reason_words(t.reason, language) or "",
                done_words(t, language),
            ),
        )
        for t in page.targets
    ]
    heads = heads_of(
        "scorecard", ("name", "actual", "target", "completion", "due", "status"), language
    )
    title = f"{page.unit.name.in_language(language)} · {page.period.label.in_language(language)}"
    print_table(title, heads, rows, right=[1, 2, 3, 4])


def joined(said: str, more: str | None) -> str:
    """Two remarks in one cell."""
    return f"{said} {more}" if more else said


def say_scores(page: ScorePage, language: Language) -> None:
    """Own scores line by line, then the units this one scores."""
    for score in page.scores:
        say_score(score, language)
    for league in page.leagues:
        title = league.title.in_language(language)
        if league.peer_group is not None:
            title += f" · {league.peer_group.in_language(language)}"
        heads = heads_of("peers", ("rank", "unit", "total", "note"), language)
        print_table(f"\n{title}", heads, [peer_row(p, language) for p in league.peers], [0, 2])


def say_score(score: UnitScore, language: Language) -> None:
    """Total and rank, the lines, the ways up."""
    heads = heads_of("lines", ("clause", "item", "why", "points", "full", "lost"), language)
    lines = [line_row(line, language) for line in score.lines]
    print_table(f"\n{total_words(score, language)}", heads, lines, right=[3, 4, 5])
    if score.ways:
        heads = heads_of("ways", ("item", "do", "gain", "total", "rank"), language)
        ways = [way_row(way, language) for way in score.ways]
        print_table(f"\n{phrase('cli.ways_title', language)}", heads, ways, right=[2, 3, 4])


def line_row(line: ScoreLine, language: Language) -> tuple[str, ...]:
    """One line of the deductions."""
    title = line.title.in_language(language) if line.title else phrase(f"score.{line.id}", language)
    if line.why is not None:
        said = why_words(line.why, language)
    else:
        said = formula_words(line.formula, line.parts, line.points, language)
    points = points_text(line.points)
    if line.state in ("zero", "excluded", "pending"):
        points = state_words(line.state, language)
    lost = points_text(-line.lost) if line.lost else ""
    return line.clause or "", title, said, points, points_text(line.full), lost


def peer_row(peer: PeerScore, language: Language) -> tuple[str, ...]:
    """One unit of a league."""
    note = phrase("score.provisional", language) if peer.provisional else ""
    if peer.outcome is not None:
        note = outcome_words(peer.outcome, None, language)
    rank = "—" if peer.rank is None else str(peer.rank)
    return rank, peer.unit.name.in_language(language), points_text(peer.total), note


def way_row(way: WayUp, language: Language) -> tuple[str, ...]:
    """One change on the way up."""
    rank = "—" if way.rank is None else str(way.rank)
    return (
        way.title.in_language(language), way_words(way, language), f"+{points_text(way.gain)}",
        points_text(way.total), rank,
    )  # fmt: skip


VERBS = (scorecard,)
