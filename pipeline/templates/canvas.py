"""A sheet being written, and the parts that cards and lists share."""

from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.domain.cell_address import column_letters
from pipeline.domain.noun import Language
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.period import Period
from pipeline.templates import validation
from pipeline.templates.content import Addresses, SheetContent
from pipeline.templates.plan import Column, SectionPlan
from pipeline.templates.styles import PROTECTION, Styles
from pipeline.wording.phrases import phrase

HEAD_ROW = 3
FIRST_ROW = 4
A4 = 9
MARGINS = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.6}
FOOTER = "&L&A&C&P / &N"
"""What a printed page says of itself: its sheet, and which of how many pages it is."""
INNER_UNIT = 3


@dataclass(frozen=True)
class Heading:
    """Who fills the workbook in, for which period, in which language."""

    unit: OrgUnit | None
    period: Period | None
    language: Language
    plain: bool

    def unit_line(self) -> str:
        """Return 填报单位：…"""
        if self.unit is None:
            return phrase("sheet.unit_blank", self.language)
        return phrase("sheet.unit", self.language, name=self.unit.name.in_language(self.language))

    def period_line(self) -> str:
        """Return 报告期：…（code）"""
        if self.period is None:
            return phrase("sheet.period_blank", self.language)
        label = self.period.label(self.language)
        return phrase("sheet.period", self.language, label=label, code=self.period.code)


@dataclass(frozen=True)
class Canvas:
    """One sheet being written."""

    book: Workbook
    sheet: Worksheet
    styles: Styles
    plan: SectionPlan
    content: SheetContent
    heading: Heading
    addresses: Addresses

    @property
    def language(self) -> Language:
        """Language of the texts."""
        return self.heading.language

    def columns(self) -> list[Column]:
        """Return the fields the sheet shows."""
        return [c for c in self.plan.columns if c.id not in self.content.omit]

    @cached_property
    def grouped(self) -> bool:
        """Whether some of the fields stand under the name of a group."""
        return any(column.group for column in self.columns())

    def head(self, column: Column) -> str:
        """Return what the field is headed, or the word that replaces it."""
        return self.content.heads.get(column.id, column.head)

    def remember(self, row_index: int, field_id: str, cell: str) -> None:
        """Keep where a value stands."""
        self.addresses[self.plan.table, row_index, field_id] = cell


def write_top(canvas: Canvas, last: int, units_phrase: str) -> None:
    """Write title, 填报单位, 报告期, 表号 in rows 1 to 3."""
    sheet, styles, form = canvas.sheet, canvas.styles, canvas.plan.form
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, max(last, 1), canvas.plan.title, styles["title"])
    number = phrase(
        "sheet.number", canvas.language, number=form.number, version=form.version,
        issuer=form.issuer.in_language(canvas.language),
    )  # fmt: skip
    rows = (
        (canvas.heading.unit_line(), canvas.heading.period_line()),
        (number, phrase(units_phrase, canvas.language)),
    )
    for row, (left, right) in enumerate(rows, start=1):
        if last > INNER_UNIT:
            sheet.merge_range(row, 0, row, INNER_UNIT - 1, left, styles["line"])
            sheet.merge_range(row, INNER_UNIT, row, last, right, styles["line_right"])
        else:
            sheet.write_string(row, 0, left, styles["line"])
            sheet.write_string(row, INNER_UNIT, right, styles["line"])


def write_signature(canvas: Canvas, row: int) -> None:
    """Write the line for names and date below the table."""
    text = phrase("sheet.signature", canvas.language)
    canvas.sheet.write_string(row, 0, text, canvas.styles["line"])


def set_up_page(canvas: Canvas, first_row: int, last_row: int, last_column: int) -> None:
    """Make the sheet print on A4 upright, all above ``first_row`` on each page; lock all but the
    input."""
    sheet = canvas.sheet
    sheet.set_paper(A4)
    sheet.set_margins(**MARGINS)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.repeat_rows(0, first_row - 1)
    sheet.print_area(0, 0, last_row, last_column)
    sheet.set_footer(FOOTER)
    sheet.hide_gridlines(2)
    if not canvas.heading.plain:
        sheet.protect("", PROTECTION)


def lay_across(canvas: Canvas, pages: int, repeated: int) -> None:
    """Turn the page, and print on so many sheets side by side, the first columns on each."""
    canvas.sheet.set_landscape()
    if pages > 1:
        canvas.sheet.fit_to_pages(pages, 0)
        canvas.sheet.repeat_columns(0, repeated - 1)


def validate(canvas: Canvas, column: Column, first: int, last: int, index: int) -> None:
    """Let the spreadsheet program check cells ``first`` to ``last`` of a column."""
    given = column.validation
    source = given.get("source")
    if source and validation.is_long(source):
        given = {**given, "source": drop_down(canvas, column)}
    canvas.sheet.data_validation(first, index, last, index, given)


def drop_down(canvas: Canvas, column: Column) -> str:
    """Write a long drop-down to the hidden sheet, right of everything else; return its range."""
    hidden = canvas.book.get_worksheet_by_name(HIDDEN)
    source = column.validation["source"]
    at = max(FIRST_LIST_COLUMN, (hidden.dim_colmax or 0) + 1)
    hidden.write_column(0, at, source)
    where = column_letters(at)
    return f"={HIDDEN}!${where}$1:${where}${len(source)}"


HIDDEN = "_unionkpi"
FIRST_LIST_COLUMN = 9
