"""``write_workbook``: the report as a workbook that can be sorted, copied and charted further."""

from pathlib import Path

from pipeline.reports.pack import Pack
from pipeline.reports.words import Words
from pipeline.reports.workbook.definition_sheet import write_definitions
from pipeline.reports.workbook.issued_book import IssuedBook
from pipeline.reports.workbook.lapse_sheet import write_lapses
from pipeline.reports.workbook.score_sheet import write_scores
from pipeline.reports.workbook.styles import Styles
from pipeline.reports.workbook.target_sheet import write_targets
from pipeline.reports.workbook.trend_sheet import write_trends
from pipeline.reports.workbook.unit_sheets import write_below, write_received


def write_workbook(path: Path, pack: Pack, words: Words) -> None:
    """Write every sheet that has something to show. The same answers give the same bytes."""
    book = IssuedBook(path)
    title = words.say("report.chart_title", unit=words.text(pack.overview.unit.name),
                      period=words.period(pack.overview.period),
                      title=words.say("report.targets"))  # fmt: skip
    book.set_properties({"title": title, "created": pack.snapshot.published_at})
    styles = Styles(book)
    sheets = (
        ("report.sheet_targets", write_targets, True),
        ("report.sheet_trends", write_trends, bool(pack.trends)),
        ("report.sheet_below", write_below, bool(pack.overview.children)),
        ("report.scores", write_scores, pack.scores is not None),
        ("page.lapses", write_lapses, pack.lapses is not None),
        ("report.sheet_received", write_received, bool(pack.overview.forms)),
        ("report.sheet_definitions", write_definitions, bool(pack.pages)),
    )
    for key, write, wanted in sheets:
        if wanted:
            write(styles, book.add_worksheet(words.say(key)), pack, words)
    book.close()
