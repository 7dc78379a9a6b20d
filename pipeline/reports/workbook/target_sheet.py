"""The sheet of targets: table, and completion as columns with a mark for what is due."""

from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.domain.paper import end_of_first, pixels, sheets_across
from pipeline.queries.answers import TargetRow
from pipeline.reports import sentences
from pipeline.reports.changes import PERIOD, YEAR, of_kind
from pipeline.reports.letter import letter
from pipeline.reports.marks import INK, INK_3, LINE, ON_TIME, look
from pipeline.reports.pack import Pack
from pipeline.reports.targets import completion, gap, worst_first
from pipeline.reports.words import Words, is_rate
from pipeline.reports.workbook.styles import (
    FACE,
    Content,
    Styles,
    begin,
    completion_pattern,
    gap_pattern,
    pattern,
    percent_pattern,
    printed,
    real,
    write,
    write_heads,
)
from pipeline.wording.numbers import MINUS
from pipeline.wording.numbers import POINTS as POINTS_OF

HEADS = (
    "report.indicator", "head.status", "head.actual", "head.target", "sheet.measure_unit",
    "head.baseline", "page.completion_percent", "report.due_percent", "report.gap_points",
    "report.gap_units", "report.days", "report.remaining", "report.needed", "report.reach",
    "report.forecast", "report.forecast_low", "report.forecast_high",
    "compare.before_year", "compare.year_before", "compare.before_period", "compare.period_before",
    "report.low", "report.high", "head.numerator", "head.denominator",
    "report.expected", "report.reported", "report.carried", "card.family",
    "report.remark",
)  # fmt: skip
WIDTHS = (
    30, 11, 11, 11, 8, 11, 10, 10, 12, 12, 9, 11, 11, 12, 11, 11, 11, 11, 13, 11, 13, 11, 11, 13,
    13, 7, 7, 7, 16, 64,
)  # fmt: skip
ON_FIRST = end_of_first(WIDTHS, 1, sheets_across(WIDTHS, 1)) + 1
"""So many columns are surely on the first of the sheets that are printed side by side."""
COMPLETION, DUE = 6, 7
FIGURES = frozenset(range(len(HEADS))) - {0, 1, 4, 13, 28, 29}
POINTS = f"0.0;{MINUS}0.0;0.0"
SIGNED = f"+0.0;{MINUS}0.0;0.0"
DAYS = f"+0;{MINUS}0;0"
NUMBER = "#,##0.##"


def write_targets(styles: Styles, sheet: Worksheet, pack: Pack, words: Words) -> None:
    """All targets, the worst first, and the chart under them."""
    title = words.say("report.targets")
    framed = letter(pack.letterhead, pack.issue, pack.overview, words)
    top = begin(styles, sheet, pack, words, title, WIDTHS, framed.number)
    sheet.set_row(top, 36)
    said = sentences.conclusion(pack, words)
    sheet.merge_range(top, 0, top, ON_FIRST - 1, "", styles.format(text_wrap=True, font_size=11))
    write(sheet, top, 0, said, styles.format(text_wrap=True, font_size=11))
    first = write_heads(styles, sheet, top + 1, [words.say(key) for key in HEADS], FIGURES)
    rows = worst_first(pack.overview.targets)
    for index, row in enumerate(rows):
        write_target(styles, sheet, first + index, row, pack, words)
    if rows:
        sheet.autofilter(first - 1, 0, first + len(rows) - 1, len(HEADS) - 1)
        add_chart(styles, sheet, first, rows, words)


def write_target(
    styles: Styles, sheet: Worksheet, at: int, row: TargetRow, pack: Pack, words: Words
) -> None:
    """One target."""
    own = styles.number(pattern(row, words))
    plain, text = styles.number(NUMBER), styles.text
    points, done = gap(row), completion(row)
    family = pack.pages[row.indicator.id].card.family if row.indicator else None
    data = row.actual.data
    cells = [
        (words.text(row.name), text),
        (words.status(row.status), styles.status(row.status)),
        (
            printed(row, row.actual.value, words),
            styles.number(pattern(row, words, row.actual.value)),
        ),
        (printed(row, row.target, words), own),
        (words.unit(row), text),
        (printed(row, row.baseline if row.kind == "level" else None, words), own),
        (real(done), styles.number(completion_pattern(done, POINTS))),
        (real(row.due), styles.number(percent_pattern(row.due, 1, POINTS))),
        (real(points), styles.number(gap_pattern(points, SIGNED))),
        left(styles, row, row.gap_value if points is not None else None, words),
        (row.gap_days if points is not None else None, styles.number(DAYS)),
        left(styles, row, row.remaining, words),
        left(styles, row, row.needed_per_month, words),
        (row.unreachable_on.isoformat() if row.unreachable_on else "", text),
        *(
            (real(value), styles.number(pattern(row, words, value)))
            for value in forecast_of(row, pack, words)
        ),
        *change_cells(styles, row, words),
        (printed(row, row.actual.low, words), own),
        (printed(row, row.actual.high, words), own),
        (real(row.actual.numerator), plain),
        (real(row.actual.denominator), plain),
        (data.expected, styles.number("0")),
        (data.reported, styles.number("0")),
        (data.carried or None, styles.number("0")),
        (words.text(family) if family else "", text),
        (sentences.remark(row, words), text),
    ]
    for column, (value, style) in enumerate(cells):
        write(sheet, at, column, value, style)


def change_cells(styles: Styles, row: TargetRow, words: Words) -> list[tuple[Content, Format]]:
    """The figure a year before and the change since, and those of the period before."""
    cells: list[tuple[Content, Format]] = []
    for against in (YEAR, PERIOD):
        found = of_kind(row.changes, against)
        before = found.before if found else None
        cells.append((printed(row, before, words), styles.number(pattern(row, words, before))))
        change = found.change if found else None
        cells.append((real(change), styles.number(change_pattern(row, change, words))))
    return cells


def left(
    styles: Styles, row: TargetRow, value: Decimal | None, words: Words
) -> tuple[Content, Format]:
    """What is left to do, in the digits in which the circular says it."""
    said = pattern(row, words)
    if is_few(row, value):
        said += "0" if "." in said else ".0"
    return printed(row, value, words), styles.number(said)


def is_few(row: TargetRow, points: Decimal | None) -> bool:
    """Whether it is less than one point of a rate, which takes one more decimal."""
    return is_rate(row) and points is not None and abs(points) < 1


def change_pattern(row: TargetRow, change: Decimal | None, words: Words) -> str:
    """Signed; behind it points of a rate, else a percent sign that does not multiply by 100."""
    unit = f'"{words.text(POINTS_OF)}"' if is_rate(row) else '"%"'
    more = "0" if is_few(row, change) else ""
    return ";".join(part + more + unit for part in SIGNED.split(";"))


def forecast_of(row: TargetRow, pack: Pack, words: Words) -> tuple[Decimal | None, ...]:
    """The year's end as foreseen, at least, at most; absent where none is shown, and of a duty,
    whose goal is one of each of its spans."""
    page = pack.pages.get(row.indicator.id) if row.indicator and not row.segment else None
    if page is None or page.forecast is None or row.kind == "duty":
        return None, None, None
    told = page.forecast
    return tuple(words.printed(v, page.indicator) for v in (told.value, told.low, told.high))


def add_chart(
    styles: Styles, sheet: Worksheet, first: int, rows: list[TargetRow], words: Words
) -> None:
    """Completion as columns in the status's ink, what is due as a dash over each."""
    last = first + len(rows) - 1
    name = sheet.get_name()
    font = {"name": FACE, "size": 9, "color": INK_3}
    bars = styles.book.add_chart({"type": "column"})
    bars.add_series(
        {
            "name": words.say("page.completion_percent"),
            "categories": [name, first, 0, last, 0],
            "values": [name, first, COMPLETION, last, COMPLETION],
            "fill": {"color": ON_TIME},
            "points": [{"fill": {"color": look(row.status).ink}} for row in rows],
            "gap": 60,
        }
    )
    pace = styles.book.add_chart({"type": "line"})
    pace.add_series(
        {
            "name": words.say("page.due"),
            "categories": [name, first, 0, last, 0],
            "values": [name, first, DUE, last, DUE],
            "line": {"none": True},
            "marker": {"type": "long_dash", "size": 12, "fill": {"color": INK},
                       "border": {"color": INK}},
        }
    )  # fmt: skip
    bars.combine(pace)
    title = words.say("report.completion_and_due")
    bars.set_title({"name": title, "overlay": False, "name_font": {"name": FACE, "size": 11}})
    rotation = 271 if words.is_chinese else -45
    bars.set_x_axis({"num_font": {**font, "rotation": rotation}, "label_position": "low",
                     "line": {"color": LINE}})  # fmt: skip
    bars.set_y_axis({"num_font": font, "major_gridlines": {"visible": True, "line": {
        "color": LINE, "width": 0.5}}, "line": {"none": True}, "num_format": "0"})  # fmt: skip
    bars.set_legend({"position": "bottom", "font": font})
    bars.set_size({"width": sum(map(pixels, WIDTHS[1:ON_FIRST])), "height": 420})
    # Not in the first column: that is printed on each sheet.
    sheet.insert_chart(last + 2, 1, bars, {"description": title})
