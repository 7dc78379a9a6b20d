"""Reports received, form by form: on time, late, returned and missing as parts of those due."""

from matplotlib.figure import Figure

from pipeline.queries.answers import FormStatus
from pipeline.reports.charts.heading import Place, begin
from pipeline.reports.charts.sheet import Sheet, width_of
from pipeline.reports.marks import INK, INK_3, LATE, LINE, MISSING, ON_TIME, WITHHELD
from pipeline.reports.pack import Pack
from pipeline.reports.words import Words

ROW, HEAD = 0.27, 0.26
LEFT, RIGHT = 2.05, 4.75
LAST, STEP, SAMPLE = 7.1, 0.6, 0.21
"""Where the last column ends, how far the columns stand apart at least, and the room beside a head
for the sample of the column on its left."""
Look = tuple[str, str | None, str | None]
LOOKS: dict[str, Look] = {
    "on_time": (ON_TIME, ON_TIME, None),
    "late": (LATE, LATE, None),
    "withheld": ("#FFFFFF", WITHHELD, "//////"),
    "missing": ("#FFFFFF", MISSING, None),
}
"""Fill, outline, hatching: told apart without colour."""


def received_chart(pack: Pack, words: Words, place: Place) -> Figure | None:
    """One bar a form, all forms as long; None where nothing is due."""
    forms = pack.overview.forms
    if not forms:
        return None
    sheet = begin(HEAD + ROW * len(forms) + 0.06, place, pack, words, words.say("report.received"),
                  words.say("report.received_note"))  # fmt: skip
    draw_head(sheet, place.top + HEAD, words)
    for index, form in enumerate(forms):
        draw_form(sheet, place.top + HEAD + ROW * (index + 0.5), form, words)
    return sheet.figure


def states(form: FormStatus) -> dict[str, int]:
    """How many reports of a form are in which state; the four add up to those due."""
    return {
        "on_time": form.on_time,
        "late": form.accepted - form.on_time,
        "withheld": form.withheld,
        "missing": form.missing,
    }


def head_of(state: str, words: Words) -> str:
    """What stands over the counts of a state."""
    return words.say(f"report.{state}")


def columns(words: Words) -> dict[str, float]:
    """State → where its counts end, each head clear of the one before it."""
    found, x = {}, LAST
    for state in reversed(LOOKS):
        found[state] = x
        x -= max(STEP, width_of(head_of(state, words), 7.5) + SAMPLE)
    return dict(reversed(found.items()))


def bar_end(words: Words) -> float:
    """Where the bars end, left of the first head."""
    first, x = next(iter(columns(words).items()))
    return min(RIGHT, x - width_of(head_of(first, words), 7.5) - SAMPLE)


def draw_head(sheet: Sheet, y: float, words: Words) -> None:
    """Heads; each state with a sample of its look."""
    sheet.text(0, y - 0.1, words.say("page.form"), 7.5, INK_3)
    sheet.text(LEFT - 0.12, y - 0.1, words.say("report.due"), 7.5, INK_3, "right")
    for state, x in columns(words).items():
        fill, edge, hatch = LOOKS[state]
        sheet.text(x, y - 0.1, head_of(state, words), 7.5, INK, "right")
        sheet.box(x + 0.04, y - 0.145, 0.09, 0.09, fill, edge, hatch)
    sheet.rule(y, INK, 0.7)


def draw_form(sheet: Sheet, y: float, form: FormStatus, words: Words) -> None:
    """One form: its name, how many are due, the bar, the counts."""
    sheet.name(0, y, words.text(form.title), 8.5, LEFT - 0.5)
    sheet.text(LEFT - 0.12, y, words.whole(form.expected), 8, INK_3, "right")
    sheet.rule(y + ROW / 2, LINE, 0.5)
    x, end = LEFT, bar_end(words)
    for state, column in columns(words).items():
        count = states(form)[state]
        width = (end - LEFT) * count / form.expected if form.expected else 0
        if count:
            fill, edge, hatch = LOOKS[state]
            sheet.box(x + 0.008, y - 0.07, width - 0.016, 0.14, fill, edge, hatch)
        x += width
        sheet.text(column, y, words.whole(count), 8.5, INK if count else INK_3, "right",
                   bold=bool(count) and state in ("withheld", "missing"))  # fmt: skip
