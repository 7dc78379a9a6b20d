"""Units below on one scale: a dot each, its area by the denominator; or a bar for a count."""

import math
from decimal import Decimal

from matplotlib.figure import Figure

from pipeline.queries.answers import ChildValue, IndicatorPage
from pipeline.reports.charts.heading import WIDTH, Place, begin
from pipeline.reports.charts.scale import Scale
from pipeline.reports.charts.sheet import Sheet, shortened, width_of
from pipeline.reports.marks import INK, INK_2, INK_3, LINE, ON_TIME
from pipeline.reports.pack import Pack
from pipeline.reports.words import Words
from pipeline.wording.numbers import ABSENT

ROW, HEAD, SHOWN = 0.29, 0.36, 40
NAME, LEFT, RIGHT, VALUE, RATIO = 0.26, 2.4, 4.6, 5.15, 6.42
SMALLEST, LARGEST = 0.035, 0.115
"""Radius of the smallest and the largest dot, in inches."""


def ranking_chart(pack: Pack, words: Words, place: Place) -> Figure | None:
    """The units below in the order of the answer; None where there is nothing to compare."""
    page = pack.ranking
    if page is None:
        return None
    rows = page.children[:SHOWN]
    title = words.say("report.ranking", name=words.text(page.indicator.name))
    sheet = begin(HEAD + ROW * len(rows) + 0.06, place, pack, words, title,
                  ranking_note(page, words))  # fmt: skip
    scale = scale_of(page)
    draw_head(sheet, place.top, scale, page, words)
    known = sum(row.value.value is not None for row in rows)
    draw_whole(sheet, place.top, known, page, scale, words)
    for index, row in enumerate(rows):
        draw_unit(sheet, place.top + HEAD + ROW * (index + 0.5), row, page, scale, words)
    return sheet.figure


def ranking_note(page: IndicatorPage, words: Words) -> str:
    """How to read the chart, and how many of the units it shows."""
    kind = "rate" if is_ratio(page) else "count"
    note = words.say(f"report.ranking_{kind}")
    if len(page.children) <= SHOWN:
        return note
    shown, total = words.whole(SHOWN), words.whole(len(page.children))
    return words.join([note, words.say("page.listed", shown=shown, total=total)])


def is_ratio(page: IndicatorPage) -> bool:
    """Whether the values have denominators."""
    return any(row.value.denominator is not None for row in page.children)


def scale_of(page: IndicatorPage) -> Scale:
    """A scale for all units; with the whole where that is comparable, from zero for counts."""
    values = [row.value.value for row in page.children if row.value.value is not None]
    if is_ratio(page) and page.value.value is not None:
        values.append(page.value.value)
    return Scale(values, LEFT + 0.12, RIGHT - 0.12, from_zero=not is_ratio(page))


def draw_head(sheet: Sheet, top: float, scale: Scale, page: IndicatorPage, words: Words) -> None:
    """Heads and the figures of the scale."""
    y = top + HEAD - 0.09
    sheet.text(0, y, words.say("report.rank"), 7.5, INK_3)
    sheet.text(NAME + 0.04, y, words.say("select.unit"), 7.5, INK_3)
    for tick in scale.ticks():
        text = words.tick(tick, page.indicator)
        if not is_under(width_of(text, 7.5), scale.at(tick), scale, page):
            sheet.text(scale.at(tick), y, text, 7.5, INK_3, "center")
    unit = words.unit(page.indicator)
    sheet.text(VALUE, y, words.say("report.chart_head", head=words.say("head.actual"), unit=unit),
               7.5, INK_3, "right")  # fmt: skip
    if is_ratio(page):
        sheet.text(RATIO, y, words.say("report.num_den"), 7.5, INK_3, "right")
    sheet.text(WIDTH, y, words.say("page.reported_expected"), 7.5, INK_3, "right")
    sheet.rule(top + HEAD, INK, 0.7)


def is_under(wide: float, x: float, scale: Scale, page: IndicatorPage) -> bool:
    """Whether the line of the unit itself would run through what is written at ``x``."""
    value = page.value.value
    return is_ratio(page) and value is not None and abs(scale.at(value) - x) < wide / 2 + 0.03


def draw_unit(
    sheet: Sheet, y: float, row: ChildValue, page: IndicatorPage, scale: Scale, words: Words
) -> None:
    """One unit: rank, name, dot or bar, numbers."""
    data, measured = row.value.data, page.indicator
    sheet.text(0.16, y, "—" if row.rank is None else words.whole(row.rank), 8, INK_3, "right")
    sheet.name(NAME + 0.04, y, words.text(row.unit.name), 8.5, LEFT - NAME - 0.1)
    sheet.rule(y + ROW / 2, LINE, 0.5)
    draw_value(sheet, y, row, page, scale, words)
    sheet.text(VALUE, y, words.amount(row.value.value, measured), 8.5, INK, "right")
    if is_ratio(page):
        sheet.text(RATIO, y, words.ratio(row.value, measured), 7.5, INK_2, "right")
    share = f"{data.reported}/{data.expected}" if data.expected else ABSENT
    sheet.text(WIDTH, y, share, 8, INK_2, "right", bold=data.reported < data.expected)


def draw_value(
    sheet: Sheet, y: float, row: ChildValue, page: IndicatorPage, scale: Scale, words: Words
) -> None:
    """The dot or bar; open where reports are missing; a sentence where there is no value."""
    value, data = row.value.value, row.value.data
    if value is None:
        key = "ranking.absent" if data.expected else "report.ranking_absent"
        said = words.say(key, share=f"{data.reported}/{data.expected}")
        sheet.text(LEFT + 0.06, y, shortened(said, 7.5, RIGHT - LEFT), 7.5, INK_3)
        return
    fill = ON_TIME if data.reported >= data.expected else "#FFFFFF"
    x = scale.at(value)
    if row.value.denominator is None:
        sheet.box(scale.at(scale.low), y - 0.05, x - scale.at(scale.low), 0.1, fill, ON_TIME)
        return
    sheet.line(((LEFT, y), (RIGHT, y)), LINE, 0.6)
    sheet.dot(x, y, radius(row.value.denominator, page), fill, ON_TIME, 1.2)


def radius(denominator: Decimal, page: IndicatorPage) -> float:
    """A dot's radius: its area grows with the denominator."""
    largest = max(row.value.denominator or Decimal(0) for row in page.children)
    if largest <= 0 or denominator <= 0:
        return SMALLEST
    return max(SMALLEST, LARGEST * math.sqrt(denominator / largest))


def draw_whole(
    sheet: Sheet, top: float, rows: int, page: IndicatorPage, scale: Scale, words: Words
) -> None:
    """A dashed line where the unit itself stands, named at its top."""
    if page.value.value is None or not is_ratio(page):
        return
    x, bottom = scale.at(page.value.value), top + HEAD + ROW * rows
    sheet.line(((x, top + 0.13), (x, bottom)), INK_2, 0.8, (3, 2.2))
    said = words.say("report.whole", value=words.with_unit(page.value.value, page.indicator))
    half = width_of(said, 7.5) / 2
    place = min(max(x, LEFT + half), RIGHT - half)
    sheet.text(place, top + 0.06, said, 7.5, INK, "center")
