"""The sheet of scores: the unit's own, then every unit it scores, with all that cost points."""

from collections.abc import Iterator

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.queries.answers import PeerScore, ScorePage
from pipeline.reports.pack import Pack
from pipeline.reports.score_sections import lost_said, own_deductions, peer_remark
from pipeline.reports.words import Words
from pipeline.reports.workbook.styles import Content, Styles, begin, real, write, write_heads
from pipeline.wording.scores import outcome_words, point_places

HEADS = (
    "select.unit", "report.rank", "score.points", "score.provisional", "score.all_lost",
    "score.remark", "score.method", "score.group",
)  # fmt: skip
FIGURES = (1, 2)
WIDTHS = (34, 7, 10, 8, 80, 30, 34, 16)
Row = tuple[PeerScore, str, str, str]
"""A unit's score, what is remarked on it, what the scoring and the peer group are called."""


def write_scores(styles: Styles, sheet: Worksheet, pack: Pack, words: Words) -> None:
    """One row a unit, in the order of the ranks."""
    if pack.scores is None:
        return
    top = begin(styles, sheet, pack, words, words.say("report.scores"), WIDTHS)
    write(sheet, top, 0, words.say("score.report_note"), styles.note)
    first = write_heads(styles, sheet, top + 1, [words.say(key) for key in HEADS], FIGURES)
    rows = [*own_rows(pack.scores, words), *peer_rows(pack.scores, words)]
    places = max(2, point_places(peer.total for peer, *_ in rows))
    figures = styles.number("0." + "0" * places)
    for index, row in enumerate(rows):
        for column, (value, style) in enumerate(cells_of(row, figures, styles, words)):
            write(sheet, first + index, column, value, style)
    sheet.autofilter(first - 1, 0, first + len(rows) - 1, len(HEADS) - 1)


def own_rows(page: ScorePage, words: Words) -> Iterator[Row]:
    """The unit's own score under each plan."""
    for score in page.scores:
        own = PeerScore(
            page.unit, score.total, score.rank, score.provisional, score.pending, score.outcome,
            own_deductions(score),
        )  # fmt: skip
        told = peer_remark(own, words)
        if score.outcome is not None:
            told = outcome_words(score.outcome, score.outcome_title, words.language)
        group = words.text(score.peer_group) if score.peer_group else ""
        yield own, told, words.text(score.title), group


def peer_rows(page: ScorePage, words: Words) -> Iterator[Row]:
    """The units that plans of this unit score."""
    for league in page.leagues:
        group = words.text(league.peer_group) if league.peer_group else ""
        for peer in league.peers:
            yield peer, peer_remark(peer, words), words.text(league.title), group


def cells_of(
    row: Row, figures: Format, styles: Styles, words: Words
) -> list[tuple[Content, Format]]:
    """The cells of one unit; ``figures``: how points are printed."""
    peer, told, method, group = row
    mark = words.say("score.provisional_short") if peer.provisional else ""
    return [
        (words.text(peer.unit.name), styles.text),
        (peer.rank, styles.number("0")),
        (real(peer.total), figures),
        (mark, styles.text),
        (lost_said(peer.deductions, words), styles.text),
        (told, styles.text),
        (method, styles.text),
        (group, styles.text),
    ]
