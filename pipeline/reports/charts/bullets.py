"""Targets as bullet rows on one completion axis: band to the target, bar, tick of the schedule."""

from decimal import Decimal

from matplotlib.figure import Figure

from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import TargetRow
from pipeline.reports.charts.heading import WIDTH, Place, begin
from pipeline.reports.charts.sheet import Sheet, shortened, width_of, wrapped
from pipeline.reports.marks import BAND, BOLD, INK, INK_2, INK_3, LINE, LINE_2, look
from pipeline.reports.pack import Pack
from pipeline.reports.targets import completion, gap, why_no_bar, worst_first
from pipeline.reports.words import Words
from pipeline.wording.comparators import sign_before

ROW, HEAD = 0.37, 0.36
LEFT, RIGHT = 2.95, 5.1
"""Where the axis begins and ends."""
DONE, GAP, BADGE = 5.55, 6.12, 6.28
"""Right edges of completion and gap, left edge of the badge."""
FULL = 125
TICKS = (0, 25, 50, 75, 100)


def target_chart(pack: Pack, words: Words, place: Place) -> Figure:
    """One row a target, the worst first."""
    rows = worst_first(pack.overview.targets)
    title, note = words.say("report.targets"), words.say("report.targets_note")
    height = HEAD + ROW * len(rows) + 0.06
    sheet = begin(height, place, pack, words, title, note)
    draw_axis(sheet, place.top, len(rows), pack, words)
    for index, row in enumerate(rows):
        draw_row(sheet, place.top + HEAD + ROW * (index + 0.5), row, row.name, words)
    return sheet.figure


def at(value: Decimal | float) -> float:
    """Where a percentage of the way stands."""
    inside = min(max(float(value), 0.0), float(FULL))
    return LEFT + (RIGHT - LEFT) * inside / FULL


def draw_axis(sheet: Sheet, top: float, rows: int, pack: Pack, words: Words) -> None:
    """The head with its figures, and the hairlines under all rows."""
    y, bottom = top + HEAD - 0.08, top + HEAD + ROW * rows
    sheet.text(0, y, words.say("page.name_and_data"), 7.5, INK_3)
    sheet.text(LEFT - 0.12, y, words.say("report.actual_and_target"), 7.5, INK_3, "right")
    for tick in TICKS:
        sheet.text(at(tick), y, str(tick), 7.5, INK_3, "center")
        colour = LINE_2 if tick in (0, 100) else LINE
        sheet.line(((at(tick), top + HEAD), (at(tick), bottom)), colour, 0.5)
    elapsed = pack.overview.elapsed
    if elapsed is not None:
        said = words.say("page.pace_at", elapsed=words.percent(elapsed))
        x = min(at(elapsed), RIGHT - width_of(said, 7.5) / 2)
        sheet.text(x, y - 0.17, said, 7.5, INK, "center")
    sheet.text(DONE, y, words.say("page.completion_percent"), 7.5, INK_3, "right")
    sheet.text(GAP, y, words.say("report.gap"), 7.5, INK_3, "right")
    sheet.text(BADGE + 0.04, y, words.say("head.status"), 7.5, INK_3)
    sheet.rule(top + HEAD, INK, 0.7)


def draw_row(sheet: Sheet, y: float, row: TargetRow, name: Bilingual, words: Words) -> None:
    """Name and data status, numbers, bar, gap, status."""
    numbers = said_numbers(row, words)
    room = LEFT - 0.26 - width_of(numbers, 8)
    draw_name(sheet, y, words.text(name), room)
    if row.indicator is not None:
        sheet.text(0, y + 0.12, words.reported(row.actual.data), 6.5, INK_3)
    sheet.text(LEFT - 0.12, y - 0.06, numbers, 8, INK_2, "right")
    sheet.rule(y + ROW / 2, LINE, 0.5)
    draw_bar(sheet, y, row, words)
    done, points = completion(row), gap(row)
    if done is not None:
        sheet.text(DONE, y, words.bare_percent(done), 8.5, INK, "right", bold=True)
    if points is not None:
        sheet.text(GAP, y, words.gap(points), 8, INK_2, "right")
    draw_status(sheet, y, row, words)


def draw_name(sheet: Sheet, y: float, name: str, room: float) -> None:
    """The name; a long one smaller, in two lines, so that its end is not lost."""
    if width_of(name, 8.5) <= room:
        sheet.text(0, y - 0.06, name, 8.5)
        return
    lines = wrapped(name, 7.2, room)
    for index, line in enumerate(lines):
        sheet.text(0, y - 0.0025 - 0.0575 * len(lines) + 0.115 * index, line, 7.2)


def said_numbers(row: TargetRow, words: Words) -> str:
    """What stands there and what was promised."""
    if row.indicator is None:
        return f"→ {words.with_unit(row.target, row)}"
    promised = sign_before(row.comparator) + words.with_unit(row.target, row)
    return f"{words.amount(row.actual.value, row)} → {promised}"


def draw_bar(sheet: Sheet, y: float, row: TargetRow, words: Words) -> None:
    """The bar with its number at the end, or why there is none."""
    done = completion(row)
    if done is None:
        sheet.text(LEFT + 0.08, y, words.say(why_no_bar(row)), 7.5, INK_3)
        return
    sheet.box(LEFT, y - 0.1, at(100) - LEFT, 0.2, BAND)
    if done > 0:
        sheet.box(LEFT, y - 0.05, at(done) - LEFT, 0.1, look(row.status).ink)
    sheet.line(((at(100), y - 0.1), (at(100), y + 0.1)), LINE_2, 1.2)
    if row.due is not None:
        sheet.line(((at(row.due), y - 0.13), (at(row.due), y + 0.13)), "#FFFFFF", 3.4)
        sheet.line(((at(row.due), y - 0.13), (at(row.due), y + 0.13)), INK, 1.8)


def draw_status(sheet: Sheet, y: float, row: TargetRow, words: Words) -> None:
    """The badge: sign and word on the status's fill."""
    style, word = look(row.status), words.status(row.status)
    sheet.box(BADGE, y - 0.105, WIDTH - BADGE - 0.01, 0.21, style.fill, style.border)
    if row.status is not None:
        sheet.sign(row.status, BADGE + 0.13, y, 0.12, style.text)
    sheet.text(BADGE + 0.25, y, shortened(word, 8.5, WIDTH - BADGE - 0.27), 8.5, style.text,
               bold=row.status in BOLD)  # fmt: skip
