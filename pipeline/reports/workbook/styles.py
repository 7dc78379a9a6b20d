"""Cell formats and sheet set-up shared by the sheets of a report's workbook."""

from collections.abc import Container, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.domain.paper import sheets_across
from pipeline.domain.status import Status
from pipeline.queries.answers import TargetRow
from pipeline.reports.charts.heading import publication
from pipeline.reports.marks import BOLD, INK, INK_3, LINE, LINE_2, look
from pipeline.reports.pack import Pack
from pipeline.reports.words import Measured, Words, is_money, is_rate
from pipeline.wording.numbers import (
    FARTHEST_BACK,
    FARTHEST_GAP,
    completion,
    gap,
    is_rounded_to_whole,
    number,
    percentage,
)
from pipeline.wording.words import table_digits

FACE = "微软雅黑"
A4 = 9
PAGE_NUMBER = "&C&P / &N"
UNDER = {"bottom": 1, "bottom_color": LINE}
"""The line under a row."""
HEAD = {"bold": True, "text_wrap": True, "bottom": 1, "bottom_color": INK, "top": 1,
        "top_color": INK, "bg_color": "#F4F4F1"}  # fmt: skip
NOTE_LINES = 3
"""Lines under the title: period and unit, publication, whether figures are generated."""
Content = str | float | int | None


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:
        """A format with the report's face."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base = {"font_name": FACE, "font_size": 10, "font_color": INK, "valign": "vcenter"}
            self._made[key] = self.book.add_format({**base, **properties})
        return self._made[key]

    @property
    def title(self) -> Format:
        """The sheet's title."""
        return self.format(font_size=15, bold=True)

    @property
    def note(self) -> Format:
        """A remark."""
        return self.format(font_size=9, font_color=INK_3)

    @property
    def warning(self) -> Format:
        """That figures are generated."""
        return self.format(font_size=10, bold=True, font_color="#4A2B00", bg_color="#FBE7BF")

    @property
    def head(self) -> Format:
        """The head of a column."""
        return self.format(**HEAD)

    @property
    def head_of_figures(self) -> Format:
        """The head of a column of figures, over them."""
        return self.format(**HEAD, align="right", indent=1)

    @property
    def text(self) -> Format:
        """A text in a table."""
        return self.format(text_wrap=True, **UNDER)

    @property
    def pasted(self) -> Format:
        """A text in a table that others wrote: editing it runs no formula."""
        return self.format(text_wrap=True, quote_prefix=True, **UNDER)

    def number(self, pattern: str, *, bold: bool = False) -> Format:
        """A number in a table, a little off the text that may follow it."""
        return self.format(num_format=pattern, align="right", indent=1, bold=bold, **UNDER)

    def status(self, status: Status | None) -> Format:
        """A status's word on its fill."""
        style = look(status)
        return self.format(bg_color=style.fill, font_color=style.text, border=1, align="center",
                           border_color=style.border if status else LINE_2,
                           bold=status in BOLD)  # fmt: skip


def pattern(measured: Measured, words: Words, value: Decimal | None = None) -> str:
    """The number format in which values are printed; for a percentage just short of 100 its own."""
    decimals = measured.decimals
    if is_money(measured):
        decimals = 1 if words.is_chinese else 0

    def write(one: Decimal, more: int) -> str:
        write_ = percentage if is_rate(measured) else number
        return write_(words.printed(one, measured), decimals + more)

    decimals += table_digits(measured, write)
    said = "#,##0" + ("." + "0" * decimals if decimals else "")
    return percent_pattern(value, decimals, said) if is_rate(measured) else said


def percent_pattern(value: Decimal | None, decimals: int, said: str) -> str:
    """``said``, or where that would read 100 the figure as text: the cell holds the exact value."""
    if value is None or not is_rounded_to_whole(value, decimals):
        return said
    return f'"{percentage(value, decimals)}"'


def completion_pattern(value: Decimal | None, said: str) -> str:
    """The same for a completion, which below −100 says no more than that."""
    if value is None or value >= FARTHEST_BACK:
        return percent_pattern(value, 1, said)
    return f'"{completion(value)}"'


def gap_pattern(value: Decimal | None, said: str) -> str:
    """The same for points against the schedule."""
    return said if value is None or value >= FARTHEST_GAP else f'"{gap(value)}"'


def begin(
    styles: Styles,
    sheet: Worksheet,
    pack: Pack,
    words: Words,
    title: str,
    widths: Sequence[float],
    before: str = "",
) -> int:
    """Title, period, unit, publication (``before`` it: a text) and print set-up; returns the
    first free row."""
    answer = pack.overview
    sheet.hide_gridlines(2)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    unit, period = words.text(answer.unit.name), words.period(answer.period)
    named = words.say("report.chart_title", unit=unit, period=period, title=title)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, named, styles.title)
    told = "　".join(filter(None, (before, publication(pack, words))))
    sheet.write_string(1, 0, told, styles.note)
    sheet.write_string(2, 0, words.say("page.absent_is_not_zero"), styles.note)
    if pack.generated:
        said = f"{words.say('page.generated')}　{words.say('page.generated_note')}"
        sheet.write_string(3, 0, said, styles.warning)
    said = publication(pack, words).replace("&", "&&")
    print_on_a4(sheet, widths, f"&L&8{said}&R&8{words.say('report.page_of')}")
    sheet.set_margins(left=0.47, right=0.47, top=0.5, bottom=0.6)
    return NOTE_LINES + 2


def print_on_a4(sheet: Worksheet, widths: Sequence[float], footer: str = PAGE_NUMBER) -> None:
    """A4 on its side; columns too wide to be read go on several, the first of them on each."""
    pages = sheets_across(widths, 1)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(pages, 0)
    if pages > 1:
        sheet.repeat_columns(0)
    sheet.set_footer(footer)


def write_heads(
    styles: Styles,
    sheet: Worksheet,
    row: int,
    heads: Sequence[str],
    figures: Container[int] = (),
) -> int:
    """The heads, repeated on every page and kept in sight; returns the first row under them.

    ``figures``: the columns that hold figures.
    """
    sheet.set_row(row, 32)
    for column, head in enumerate(heads):
        style = styles.head_of_figures if column in figures else styles.head
        sheet.write_string(row, column, head, style)
    sheet.freeze_panes(row + 1, 1)
    sheet.repeat_rows(row)
    return row + 1


def write(sheet: Worksheet, row: int, column: int, value: Content, style: Format) -> None:
    """A number as a number, all else as text: a text that begins like a formula stays a text."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)


def real(value: Any) -> float | None:
    """A number as the cell holds it."""
    return None if value is None else float(value)


def printed(row: TargetRow, value: Any, words: Words) -> float | None:
    """A target's value in the unit in which it is printed."""
    return real(words.printed(value, row))
