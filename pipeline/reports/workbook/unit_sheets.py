"""The sheets of units: those below, ranked; and report by report who has reported."""

from xlsxwriter.worksheet import Worksheet

from pipeline.queries.answers import IndicatorPage
from pipeline.reports import sentences
from pipeline.reports.charts.received import LOOKS, states
from pipeline.reports.marks import ON_TIME
from pipeline.reports.pack import Pack
from pipeline.reports.unit_sections import owed_by_unit, owed_forms
from pipeline.reports.words import Words
from pipeline.reports.workbook.styles import (
    FACE,
    Content,
    Styles,
    begin,
    pattern,
    real,
    write,
    write_heads,
)
from pipeline.wording.statuses import WORST_FIRST

PLAIN = "#,##0"


def write_below(styles: Styles, sheet: Worksheet, pack: Pack, words: Words) -> None:
    """Every unit below: rank, value, numerator, denominator, reports, statuses of its targets."""
    title = words.say("report.below")
    widths = (8, 34, 12, 13, 13, 9, 9, *[9] * len(WORST_FIRST), 10)
    top = begin(styles, sheet, pack, words, title, widths)
    page = pack.ranking
    said = "" if page is None else words.say("report.ranking", name=words.text(page.indicator.name))
    write(sheet, top, 0, said, styles.note)
    write(sheet, top + 1, 0, sentences.findings_said(pack, words), styles.note)
    heads = [words.say("report.rank"), words.say("select.unit"), value_head(page, words),
             words.say("head.numerator"), words.say("head.denominator"),
             words.say("report.expected"), words.say("report.reported"),
             *(words.status(status) for status in WORST_FIRST),
             words.say("page.open_findings")]  # fmt: skip
    figures = frozenset(range(len(heads))) - {1}
    first = write_heads(styles, sheet, top + 2, heads, figures)
    order = ranked_codes(pack)
    for index, code in enumerate(order):
        write_child(styles, sheet, first + index, code, pack, words)
    if page is not None and order:
        add_chart(styles, sheet, first, len(order), page, words)


def value_head(page: IndicatorPage | None, words: Words) -> str:
    """The compared indicator with its unit."""
    if page is None:
        return words.say("head.actual")
    name, unit = words.text(page.indicator.name), words.unit(page.indicator)
    return words.say("report.in_unit", head=name, unit=unit)


def ranked_codes(pack: Pack) -> list[str]:
    """The units below in the order of the ranking."""
    if pack.ranking is None:
        return [child.unit.code for child in pack.overview.children]
    return [child.unit.code for child in pack.ranking.children]


def write_child(
    styles: Styles, sheet: Worksheet, row: int, code: str, pack: Pack, words: Words
) -> None:
    """One unit below."""
    child = next(c for c in pack.overview.children if c.unit.code == code)
    plain, counts = styles.number(PLAIN), dict(child.statuses)
    value_style, rank = plain, None
    numbers: list[float | None] = [None, None, None]
    if pack.ranking is not None:
        found = next(c for c in pack.ranking.children if c.unit.code == code)
        measured, value = pack.ranking.indicator, found.value
        value_style = styles.number(pattern(measured, words, value.value))
        rank = found.rank
        numbers = [real(words.printed(value.value, measured)), real(value.numerator),
                   real(value.denominator)]  # fmt: skip
    cells: list[tuple[Content, object]] = [
        (rank, plain), (words.text(child.unit.name), styles.text), (numbers[0], value_style),
        (numbers[1], plain), (numbers[2], plain), (child.expected, plain),
        (child.reported, plain), *((counts.get(status), plain) for status in WORST_FIRST),
        (child.open_findings, plain),
    ]  # fmt: skip
    for column, (content, style) in enumerate(cells):
        write(sheet, row, column, content, style)


def add_chart(
    styles: Styles, sheet: Worksheet, first: int, count: int, page: IndicatorPage, words: Words
) -> None:
    """The values as bars from zero, the first rank on top."""
    name, last = sheet.get_name(), first + count - 1
    chart = styles.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": value_head(page, words), "gap": 60, "fill": {"color": ON_TIME},
            "categories": [name, first, 1, last, 1], "values": [name, first, 2, last, 2],
            "data_labels": {"value": True, "font": {"name": FACE, "size": 9}},
        }
    )  # fmt: skip
    chart.set_title({"name": value_head(page, words), "name_font": {"name": FACE, "size": 11}})
    chart.set_y_axis({"reverse": True, "num_font": {"name": FACE, "size": 9}})
    chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 760, "height": 110 + 26 * min(count, 40)})
    sheet.insert_chart(last + 2, 1, chart, {"description": value_head(page, words)})


def write_received(styles: Styles, sheet: Worksheet, pack: Pack, words: Words) -> None:
    """Form by form, then every unit that owes reports."""
    top = begin(styles, sheet, pack, words, words.say("report.received"),
                (34, 26, 34, 34, 10, 10))  # fmt: skip
    write(sheet, top, 0, sentences.completeness(pack, words), styles.note)
    heads = [words.say(key) for key in (
        "page.form", "report.due", "report.on_time", "report.late", "report.withheld",
        "report.missing")]  # fmt: skip
    row = write_heads(styles, sheet, top + 1, heads, range(1, len(heads)))
    for form in pack.overview.forms:
        write(sheet, row, 0, words.text(form.title), styles.text)
        for column, count in enumerate((form.expected, *states(form).values()), start=1):
            write(sheet, row, column, count, styles.number(PLAIN))
        row += 1
    add_shares(styles, sheet, row - len(pack.overview.forms), row - 1, words)
    write_owed(styles, sheet, row + 1, pack, words)


def add_shares(styles: Styles, sheet: Worksheet, first: int, last: int, words: Words) -> None:
    """Reports of each form as stacked bars, to the right of the table."""
    if last < first:
        return
    name = sheet.get_name()
    chart = styles.book.add_chart({"type": "bar", "subtype": "stacked"})
    for column, state in enumerate(LOOKS, start=2):
        fill, edge, hatch = LOOKS[state]
        drawn = {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": edge, "bg_color": fill}}
        chart.add_series(
            {
                "name": words.say(f"report.{state}"), "gap": 50,
                "categories": [name, first, 0, last, 0],
                "values": [name, first, column, last, column],
                "border": {"color": edge}, **(drawn if hatch else {"fill": {"color": fill}}),
            }
        )  # fmt: skip
    font = {"name": FACE, "size": 9}
    chart.set_title({"name": words.say("report.received"), "name_font": {"name": FACE, "size": 11}})
    chart.set_y_axis({"reverse": True, "num_font": font})
    chart.set_x_axis({"num_font": font, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_size({"width": 620, "height": 140 + 24 * (last - first + 1)})
    sheet.insert_chart(first - 1, 7, chart, {"description": words.say("report.received")})


def write_owed(styles: Styles, sheet: Worksheet, row: int, pack: Pack, words: Words) -> None:
    """Units that owe reports, all of them."""
    write(sheet, row, 0, words.say("report.missing_units"), styles.format(bold=True))
    units = owed_by_unit(pack)
    if not units:
        write(sheet, row + 1, 0, words.say("report.nobody_missing"), styles.text)
        return
    heads = ("select.unit", "reporting.parent", "report.missing", "report.withheld")
    for column, key in enumerate(heads):
        write(sheet, row + 1, column, words.say(key), styles.head)
    for index, (unit, reports) in enumerate(units, start=row + 2):
        parent = reports[0].parent
        cells = (words.text(unit.name), words.text(parent.name) if parent else "",
                 owed_forms(reports, "missing", pack, words),
                 owed_forms(reports, "withheld", pack, words))  # fmt: skip
        for column, said in enumerate(cells):
            write(sheet, index, column, said, styles.text)
