"""The sheet of what lapses in the coming quarters."""

from xlsxwriter.worksheet import Worksheet

from pipeline.reports.pack import Pack
from pipeline.reports.words import Words
from pipeline.reports.workbook.styles import (
    Styles,
    begin,
    pattern,
    real,
    write,
    write_heads,
)

PLAIN = "#,##0.##"
WIDTHS = (22, 36, 22, 14, 14, 14, 14)
AMOUNT, LEFT = 4, 5


def write_lapses(styles: Styles, sheet: Worksheet, pack: Pack, words: Words) -> None:
    """The indicator at each quarter's end if nothing is renewed; then entry by entry."""
    found = pack.lapses
    if found is None:
        return
    title = words.say("page.lapses")
    top = begin(styles, sheet, pack, words, title, WIDTHS)
    write(sheet, top, 0, words.say("lapses.note"), styles.note)
    name = words.say("report.in_unit", head=words.text(found.indicator.name),
                     unit=words.unit(found.indicator))  # fmt: skip
    heads = [words.say("lapses.end_of"), name, words.say("lapses.change"),
             words.say("lapses.ending"), words.text(found.amount_label),
             words.say("head.numerator"), words.say("head.denominator")]  # fmt: skip
    at = write_heads(styles, sheet, top + 1, heads, range(1, len(heads)))
    own, plain = styles.number(pattern(found.indicator, words)), styles.number(PLAIN)
    for step in found.steps:
        cells = [
            (words.text(step.label), styles.text),
            (real(words.printed(step.value, found.indicator)),
             styles.number(pattern(found.indicator, words, step.value))),
            (real(words.printed(step.change, found.indicator)), own),
            (step.lapsing, plain), (real(step.amount), plain),
            (real(step.numerator), plain), (real(step.denominator), plain),
        ]  # fmt: skip
        for column, (value, style) in enumerate(cells):
            write(sheet, at, column, value, style)
        at += 1
    heads = [words.say(f"lapses.{key}") for key in ("on", "unit", "key", "kind")]
    heads += [words.text(found.amount_label), words.say("lapses.left"),
              words.say("lapses.register")]  # fmt: skip
    at = write_heads(styles, sheet, at + 1, heads, (AMOUNT, LEFT))
    for entry in found.entries:
        texts = [
            entry.lapses_on.isoformat() if entry.lapses_on else "", words.text(entry.unit.name),
            entry.key, words.text(entry.kind) if entry.kind else "",
        ]  # fmt: skip
        for column, text in enumerate(texts):
            write(sheet, at, column, text, styles.text)
        write(sheet, at, AMOUNT, real(entry.amount), plain)
        write(sheet, at, LEFT, real(entry.left), plain)
        carried = words.say("report.semicolon") + words.say("lapses.carried")
        write(sheet, at, 6, entry.register + (carried if entry.carried else ""), styles.text)
        at += 1
