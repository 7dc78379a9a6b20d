"""One value into one cell, as the form writes it."""

from datetime import date, datetime
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.templates.content import Formula
from pipeline.templates.plan import Column
from pipeline.wording.phrases import phrase

SERIAL_OF_FIRST_DAY = date(1899, 12, 30).toordinal()


def on_sheet(value: object, column: Column) -> object:
    """Return a stored value as the sheet has it; what does not fit the field stays as it is."""
    if isinstance(value, bool):
        return phrase("sheet.yes" if value else "sheet.no")
    if isinstance(value, str):
        return column.words.get(value, value)
    if isinstance(value, Decimal):
        return float(value / column.factor)
    if isinstance(value, int) and column.factor != 1:
        return float(value / column.factor)
    return value


def write(
    sheet: Worksheet, row: int, column: int, value: object, style: Format | None = None
) -> None:
    """Write a value; None is a blank cell that keeps its style."""
    if value is None or value == "":
        if style is not None:
            sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, style)
    elif isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        sheet.write_number(row, column, day.toordinal() - SERIAL_OF_FIRST_DAY, style)
    elif isinstance(value, Formula):
        cached = "" if value.cached is None else value.cached
        sheet.write_formula(row, column, value.text, style, cached)
    else:
        sheet.write_number(row, column, value, style)
