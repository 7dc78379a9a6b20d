"""Faults of a whole sheet: planted into a right workbook, and put right in the returned one.

The first function of a pair does what somebody did wrong; the second does what the message asks
for, with the right workbook at hand. A sheet is an openpyxl worksheet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.domain.form import Form

HIDDEN = "_unionkpi"
UNIT_LINE = "A2"
HEAD_ROW, FIRST_ROW = 4, 5
"""FIRST_ROW: of a card, and of a list whose fields have no groups."""
ITEM_COLUMN, VALUE_COLUMN = 2, 3

FIRST_DAY = date(1899, 12, 30).toordinal()

Plant = Callable[[Workbook, str, Form], bool]
"""workbook, sheet, form → whether there was a place for it"""
Repair = Callable[[Workbook, Workbook, str], None]
"""returned workbook, right workbook, sheet"""


@dataclass(frozen=True)
class SheetFault:
    """A pair, and the finding it must give."""

    slug: str
    plant: Plant
    repair: Repair | None = None
    layout: str | None = None
    elsewhere: bool = False
    """Whether it is found on another sheet, or told of the file."""


def as_it_was(returned: Workbook, right: Workbook, sheet: str) -> None:
    """Give every cell of a sheet what the right one has, and no row more."""
    source, target = right[sheet], returned[sheet]
    for row in range(1, max(source.max_row, target.max_row) + 1):
        for column in range(1, max(source.max_column, target.max_column) + 1):
            put(target, row, column, source.cell(row, column).value)


def put(sheet: Worksheet, row: int, column: int, value: object) -> None:
    """Write a cell, unless it is the inside of a merged range."""
    cell = sheet.cell(row, column)
    if type(cell).__name__ != "MergedCell":
        cell.value = value


def first_row(form: Form, sheet: str) -> int:
    """The first row below the heads, which are two where fields have groups."""
    shape = next(s for s in form.sections.values() if s.title.zh == sheet)
    return FIRST_ROW + (shape.layout == "list" and bool(shape.groups))


def heads(page: Worksheet, form: Form) -> list[Cell]:
    """The cells of the heads, the first column left out."""
    rows = page.iter_rows(HEAD_ROW, first_row(form, page.title) - 1, min_col=2)
    return [cell for row in rows for cell in row if isinstance(cell, Cell)]


def named(form: Form, types: tuple[str, ...] = (), required: bool = False) -> set[str]:
    """What fields are called on a sheet."""
    fields = (f for s in form.sections.values() for f in s.fields.values())
    chosen = (f for f in fields if (f.required or not required) and f.type in (types or (f.type,)))
    return {word for f in chosen for word in (f.label.zh, f.head.zh if f.head else f.label.zh)}


def item_column(page: Worksheet, row: int) -> int:
    """Where a line of a card is named: a label that stands in no group has two columns."""
    merged = type(page.cell(row, ITEM_COLUMN)).__name__ == "MergedCell"
    return ITEM_COLUMN - merged


def another_unit(book: Workbook, sheet: str, form: Form) -> bool:
    book[sheet][UNIT_LINE] = "填报单位：东山县总工会（AHX）"
    return True


def no_unit(book: Workbook, sheet: str, form: Form) -> bool:
    for row in book[HIDDEN].iter_rows():
        if row[0].value == "unit":
            row[1].value = "AHX999999"
    return strange_unit(book, sheet, form)


def strange_unit(book: Workbook, sheet: str, form: Form) -> bool:
    book[sheet][UNIT_LINE] = "填报单位：不存在的单位"
    return True


def strange_period(book: Workbook, sheet: str, form: Form) -> bool:
    return reworded(book[sheet], "报告期：", "报告期：那个季度")


def another_period(book: Workbook, sheet: str, form: Form) -> bool:
    return reworded(book[sheet], "报告期：", "报告期：2019年第一季度（2019Q1）")


def no_period(book: Workbook, sheet: str, form: Form) -> bool:
    for row in book[HIDDEN].iter_rows():
        if row[0].value == "period":
            row[1].value = "某年某季"
    return strange_period(book, sheet, form)


def reworded(sheet: Worksheet, begins: str, text: str) -> bool:
    """Replace the heading line that begins with some words."""
    for row in sheet.iter_rows(min_row=1, max_row=3):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith(begins):
                cell.value = text
                return True
    return False


def hidden_row(book: Workbook, sheet: str, form: Form) -> bool:
    book[sheet].row_dimensions[first_row(form, sheet)].hidden = True
    return True


def shown_row(returned: Workbook, right: Workbook, sheet: str) -> None:
    for row in (FIRST_ROW, FIRST_ROW + 1):
        returned[sheet].row_dimensions[row].hidden = False


def lost_item(book: Workbook, sheet: str, form: Form) -> bool:
    """A required line of a card is deleted."""
    required = named(form, required=True)
    for row in range(FIRST_ROW, book[sheet].max_row + 1):
        at = item_column(book[sheet], row)
        if book[sheet].cell(row, at).value in required:
            for column in range(at, 7):
                put(book[sheet], row, column, None)
            return True
    return False


def item_twice(book: Workbook, sheet: str, form: Form) -> bool:
    """A line of a card has the name and the figure of another one."""
    page = book[sheet]
    name = page.cell(FIRST_ROW, item_column(page, FIRST_ROW)).value
    put(page, FIRST_ROW + 1, item_column(page, FIRST_ROW + 1), name)
    put(page, FIRST_ROW + 1, VALUE_COLUMN, page.cell(FIRST_ROW, VALUE_COLUMN).value)
    return page.cell(FIRST_ROW, VALUE_COLUMN).value is not None


def unknown_item(book: Workbook, sheet: str, form: Form) -> bool:
    """A line nobody asked for stands below a card."""
    page = book[sheet]
    row = page.max_row
    put(page, row, 1, row)
    put(page, row, ITEM_COLUMN, "食堂座位数")
    put(page, row, VALUE_COLUMN, 12)
    return True


def lost_column(book: Workbook, sheet: str, form: Form) -> bool:
    """The head of a required column of a list is gone."""
    required = named(form, required=True)
    for cell in heads(book[sheet], form):
        if isinstance(cell.value, str) and cell.value.split("（")[0] in required:
            cell.value = None
            return True
    return False


def unknown_column(book: Workbook, sheet: str, form: Form) -> bool:
    """A column nobody asked for stands right of a list."""
    page = book[sheet]
    column = page.max_column + 1
    put(page, HEAD_ROW, column, "食堂座位数")
    put(page, first_row(form, sheet), column, 12)
    return True


def wrong_total(book: Workbook, sheet: str, form: Form) -> bool:
    """A line of totals that does not fit the rows above it."""
    page = book[sheet]
    labels, first = named(form, ("integer", "money")), first_row(form, sheet)
    last = max(r for r in range(first, page.max_row + 1) if page.cell(r, 1).value is not None)
    row = last if str(page.cell(last, 1).value).startswith("填表人") else last + 1
    for cell in heads(page, form):
        if isinstance(cell.value, str) and cell.value.split("（")[0] in labels:
            put(page, row, 1, "合计")
            put(page, row, cell.column, 987654)
            return True
    return False


def unknown_sheet(book: Workbook, sheet: str, form: Form) -> bool:
    """A sheet that is no report."""
    page = book.create_sheet("食堂菜单")
    page["A1"], page["B1"] = "星期一", "面条"
    return True


def without_sheet(returned: Workbook, right: Workbook, sheet: str) -> None:
    del returned["食堂菜单"]


def old_version(book: Workbook, sheet: str, form: Form) -> bool:
    return bool(form.former_versions) and versioned(book, sheet, form.former_versions[-1])


def odd_version(book: Workbook, sheet: str, form: Form) -> bool:
    return versioned(book, sheet, "1999")


def versioned(book: Workbook, sheet: str, version: str) -> bool:
    for row in book[HIDDEN].iter_rows():
        if row[0].value == "sheet" and row[1].value == sheet:
            row[4].value = version
    return True


def onto_the_current_template(returned: Workbook, right: Workbook, sheet: str) -> None:
    """Copy the figures to a current template: its hidden sheet comes along."""
    as_it_was(returned, right, sheet)
    as_it_was(returned, right, HIDDEN)


def serial_number(book: Workbook, sheet: str, form: Form) -> bool:
    """A date stands there as the number that spreadsheets keep for it."""
    for row in book[sheet].iter_rows(min_row=first_row(form, sheet)):
        for cell in row:
            if isinstance(cell.value, datetime):
                days = cell.value.date().toordinal() - FIRST_DAY
                cell.value, cell.number_format = days, "General"
                return True
    return False


def nothing_in_it(book: Workbook, sheet: str, form: Form) -> bool:
    """A card is sent as it was handed out."""
    if len(form.sections) > 1:
        return False
    for row in range(FIRST_ROW, book[sheet].max_row):
        put(book[sheet], row, VALUE_COLUMN, None)
    return True


def one_list_empty(book: Workbook, sheet: str, form: Form) -> bool:
    """One of several sheets is left blank, without the word 无."""
    if len(form.sections) == 1:
        return False
    page = book[sheet]
    for row in range(first_row(form, sheet), page.max_row):
        for column in range(1, page.max_column + 1):
            put(page, row, column, None)
    return True


def no_heads(book: Workbook, sheet: str, form: Form) -> bool:
    for row in range(HEAD_ROW, first_row(form, sheet)):
        for column in range(1, book[sheet].max_column + 1):
            put(book[sheet], row, column, None)
    return True


def no_unit_at_all(book: Workbook, sheet: str, form: Form) -> bool:
    return blanked(book, "unit", "填报单位：")


def no_period_at_all(book: Workbook, sheet: str, form: Form) -> bool:
    return blanked(book, "period", "报告期：")


def blanked(book: Workbook, word: str, line: str) -> bool:
    """Take a line off every sheet, and what the hidden sheet says of it."""
    for row in book[HIDDEN].iter_rows():
        if row[0].value == word:
            row[1].value = None
    return all(reworded(page, line, line) for page in reports_in(book))


def reports_in(book: Workbook) -> list[Worksheet]:
    """The sheets that are reports."""
    return [p for p in book.worksheets if str(p[UNIT_LINE].value).startswith("填报单位")]


def lines_filled_in(returned: Workbook, right: Workbook, sheet: str) -> None:
    """Write the lines above the table as they should be."""
    for page in reports_in(returned):
        for row in range(2, 4):
            for column in range(1, page.max_column + 1):
                put(page, row, column, right[page.title].cell(row, column).value)


def another_kind_of_period(book: Workbook, sheet: str, form: Form) -> bool:
    """A year instead of a quarter."""
    for row in book[HIDDEN].iter_rows():
        if row[0].value == "period":
            row[1].value = str(row[1].value)[:4]
    return all(reworded(p, "报告期：", "报告期：") for p in reports_in(book))


def on_the_right_template(returned: Workbook, right: Workbook, sheet: str) -> None:
    """Copy all figures to the template of the right period."""
    for page in (*reports_in(returned), returned[HIDDEN]):
        as_it_was(returned, right, page.title)


SHEET_FAULTS = (
    SheetFault("serial-date", serial_number, as_it_was),
    SheetFault("nothing-filled", nothing_in_it, as_it_was, "card", elsewhere=True),
    SheetFault("section-empty", one_list_empty, as_it_was, "list"),
    SheetFault("header-not-found", no_heads, as_it_was, "list"),
    SheetFault("unit-not-stated", no_unit_at_all, lines_filled_in),
    SheetFault("period-not-stated", no_period_at_all, lines_filled_in),
    SheetFault("wrong-period-kind", another_kind_of_period, on_the_right_template),
    SheetFault("unit-differs", another_unit),
    SheetFault("unknown-org-unit", no_unit),
    SheetFault("period-differs", another_period),
    SheetFault("unknown-period", no_period),
    SheetFault("unit-line-unknown", strange_unit),
    SheetFault("period-line-unknown", strange_period),
    SheetFault("hidden-rows", hidden_row, shown_row),
    SheetFault("missing-item", lost_item, as_it_was, "card"),
    SheetFault("item-twice", item_twice, as_it_was, "card"),
    SheetFault("unknown-item", unknown_item, as_it_was, "card"),
    SheetFault("missing-column", lost_column, as_it_was, "list"),
    SheetFault("unknown-column", unknown_column, as_it_was, "list"),
    SheetFault("total-row-differs", wrong_total, as_it_was, "list"),
    SheetFault("unknown-sheet", unknown_sheet, without_sheet, elsewhere=True),
    SheetFault("old-template", old_version, onto_the_current_template),
    SheetFault("unknown-template-version", odd_version, onto_the_current_template),
)
