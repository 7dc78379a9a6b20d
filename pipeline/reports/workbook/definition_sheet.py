"""The sheet of definitions: every indicator of the report, and the plan it is held against."""

from xlsxwriter.worksheet import Worksheet

from pipeline.reports.definition_sections import (
    changed,
    document,
    facts_of,
    plan_said,
    source,
)
from pipeline.reports.pack import Pack
from pipeline.reports.words import Words
from pipeline.reports.workbook.styles import UNDER, Styles, begin, write, write_heads

HEADS = (
    "report.indicator", "report.id", "sheet.measure_unit", "card.definition", "head.numerator",
    "head.denominator", "card.family", "report.source", "card.note",
    "card.changes", "card.facts",
)  # fmt: skip
WIDTHS = (24, 26, 9, 70, 22, 22, 16, 40, 40, 40, 16)


def write_definitions(styles: Styles, sheet: Worksheet, pack: Pack, words: Words) -> None:
    """One row an indicator."""
    top = begin(styles, sheet, pack, words, words.say("report.sheet_definitions"), WIDTHS)
    plan = pack.overview.plan
    if plan is not None:
        said = plan_said(pack, words)
        write(sheet, top, 0, f"{words.say('report.plan')}　{said}", styles.note)
        write(sheet, top + 1, 0, f"{words.say('report.document')}　{document(pack, words)}",
              styles.note)  # fmt: skip
    row = write_heads(styles, sheet, top + 2, [words.say(key) for key in HEADS])
    style = styles.format(text_wrap=True, valign="top", **UNDER)
    for page in pack.pages.values():
        card = page.card
        cells = (
            words.text(card.indicator.name), card.indicator.id, words.unit(card.indicator),
            words.text(card.definition), words.text(card.numerator_label),
            words.text(card.denominator_label) if card.denominator_label else "",
            words.text(card.family) if card.family else "", source(card, words),
            words.text(card.source_note) if card.source_note else "", changed(card, words),
            words.join(facts_of(card, words), "join.items"),
        )  # fmt: skip
        for column, said in enumerate(cells):
            write(sheet, row, column, said, style)
        row += 1
