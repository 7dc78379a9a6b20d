"""The sheet of trends: the main targets by period, and a line chart for each."""

from datetime import date
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from pipeline.reports.charts.trends import trends_key
from pipeline.reports.marks import INK, INK_2, INK_3, LINE
from pipeline.reports.pack import Pack, Trend
from pipeline.reports.words import Words
from pipeline.reports.workbook.styles import (
    FACE,
    Styles,
    begin,
    pattern,
    real,
    write,
    write_heads,
)

ACROSS, CHART_ROWS = 2, 15


def write_trends(styles: Styles, sheet: Worksheet, pack: Pack, words: Words) -> None:
    """A table of periods; two columns a target: actual, and due by schedule."""
    widths = [20, *[15] * (2 * len(pack.trends))]
    top = begin(styles, sheet, pack, words, words.say(trends_key(pack)), widths)
    write(sheet, top, 0, words.say(trends_key(pack, "report.trends_note")), styles.note)
    heads = [words.say("select.period")]
    for trend in pack.trends:
        name = words.text(pack.trend_name(trend))
        unit = words.unit(trend.page.indicator)
        heads += [words.say("report.in_unit", head=name, unit=unit),
                  words.say("report.due_value", name=name)]  # fmt: skip
    first = write_heads(styles, sheet, top + 1, heads, range(1, len(heads)))
    periods = {p.period.end: p.period for t in pack.trends for p in t.page.trend}
    days = sorted(periods)
    for index, day in enumerate(days):
        write(sheet, first + index, 0, words.text(periods[day].label), styles.text)
        for number, trend in enumerate(pack.trends):
            write_pair(styles, sheet, first + index, 1 + 2 * number, trend, day, words)
    for number in range(len(pack.trends)):
        add_chart(styles, sheet, first, first + len(days) - 1, number, pack, words)


def write_pair(
    styles: Styles, sheet: Worksheet, row: int, column: int, trend: Trend, day: date, words: Words
) -> None:
    """Actual and due of one period."""
    measured = trend.page.indicator
    actual = next((p.value.value for p in trend.page.trend if p.period.end == day), None)
    style = styles.number(pattern(measured, words, actual))
    write(sheet, row, column, real(words.printed(actual, measured)), style)
    style = styles.number(pattern(measured, words))
    write(sheet, row, column + 1, real(due_on(trend, day, words)), style)


def due_on(trend: Trend, day: date, words: Words) -> Decimal | None:
    """What the schedule makes due on a day, in the unit in which values are printed."""
    found = next((p.value for p in trend.schedule if p.day == day), None)
    return words.from_base(found, trend.page.indicator)


def add_chart(
    styles: Styles, sheet: Worksheet, first: int, last: int, number: int, pack: Pack, words: Words
) -> None:
    """One target: a solid line for the actual value, a dashed one for the schedule."""
    name, trend = sheet.get_name(), pack.trends[number]
    font = {"name": FACE, "size": 9, "color": INK_3}
    chart = styles.book.add_chart({"type": "line"})
    looks = (
        ("head.actual", 1 + 2 * number, {"color": INK, "width": 2.25}, {"type": "circle", "size": 5,
         "fill": {"color": INK}, "border": {"color": INK}}),
        ("page.due", 2 + 2 * number, {"color": INK_2, "width": 1.25, "dash_type": "dash"},
         {"type": "none"}),
    )  # fmt: skip
    for key, column, line, marker in looks:
        chart.add_series(
            {
                "name": words.say(key), "line": line, "marker": marker,
                "categories": [name, first, 0, last, 0],
                "values": [name, first, column, last, column],
            }
        )  # fmt: skip
    unit = words.unit(trend.page.indicator)
    title = words.say("report.in_unit", head=words.text(pack.trend_name(trend)), unit=unit)
    chart.set_title({"name": title, "name_font": {"name": FACE, "size": 11}})
    chart.set_x_axis({"num_font": font, "line": {"color": LINE}, "label_position": "low"})
    hairlines = {"visible": True, "line": {"color": LINE, "width": 0.5}}
    chart.set_y_axis({"num_font": font, "line": {"none": True}, "major_gridlines": hairlines})
    chart.set_legend({"position": "bottom", "font": font})
    chart.show_blanks_as("gap")
    chart.set_size({"width": 560, "height": 290})
    row = last + 2 + CHART_ROWS * (number // ACROSS)
    sheet.insert_chart(row, 5 * (number % ACROSS), chart, {"description": title})
