"""An .xlsx copy of what is not one: .xls, .et, .ods, .xlsb, .csv; values, merges and widths."""

import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from io import BytesIO
from math import isfinite

from python_calamine import CalamineWorkbook
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.domain.sheet_limits import cut, sheet_names
from pipeline.domain.text_width import display_width
from pipeline.intake.limits import OLE, ZIP
from pipeline.intake.workbook import Sheet, read_workbook
from pipeline.reports.answer.column_widths import column_widths
from pipeline.reports.answer.open_document import merged_ranges

NARROWEST, WIDEST = 8, 48
ROWS_MEASURED = 300
EARLIEST = datetime(1900, 1, 1)
Range = tuple[int, int, int, int]
"""top, left, bottom, right from 0"""
FORMATS = {
    "text": {"num_format": "@", "text_wrap": True, "valign": "vcenter", "quote_prefix": True},
    "date": {"num_format": "yyyy-mm-dd"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm:ss"},
    "time": {"num_format": "hh:mm:ss"},
    "span": {"num_format": "[h]:mm:ss"},
}


def copied(content: bytes, suffix: str) -> tuple[bytes, dict[str, str]]:
    """Return the copy, and the name of each sheet in it. Raises UnreadableFileError.

    The values stand in the cells where the original has them. A formula becomes the value it had.
    """
    book = read_workbook(content, suffix)
    merged, stated = merges(content), column_widths(content)
    given = [sheet.name for sheet in book.sheets]
    names = sheet_names(given)
    out = BytesIO()
    copy = Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    formats = {name: copy.add_format(given) for name, given in FORMATS.items()}
    first = next((n for n, sheet in enumerate(book.sheets) if not sheet.hidden), None)
    for sheet, name in zip(book.sheets, names, strict=True):
        page = copy.add_worksheet(name)
        own = stated.get(sheet.name, {})
        write_sheet(page, sheet, merged.get(sheet.name, []), formats, own)
        if sheet.hidden and first is not None:  # a workbook shows one sheet at least
            page.very_hidden()
    page = copy.worksheets()[first or 0]
    page.activate()
    page.set_first_sheet()
    copy.close()
    return out.getvalue(), dict(zip(reversed(given), reversed(names), strict=True))


def merges(content: bytes) -> dict[str, list[Range]]:
    """Return the merged ranges of each sheet, as far as the format tells them."""
    if not content.startswith((ZIP, OLE)):
        return {}
    if content.startswith(ZIP):
        with zipfile.ZipFile(BytesIO(content)) as bundle:
            if "content.xml" in bundle.namelist():
                return merged_ranges(bundle.read("content.xml"))
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    found: dict[str, list[Range]] = {}
    for name in book.sheet_names:
        try:
            ranges = book.get_sheet_by_name(name).merged_cell_ranges or []
        except (ValueError, OSError):
            continue
        found[name] = [(*first, *last) for first, last in ranges]
    return found


def write_sheet(
    page: Worksheet,
    sheet: Sheet,
    merged: list[Range],
    formats: dict[str, Format],
    stated: dict[int, float],
) -> None:
    """Write one sheet as it lies in the original; widths that are not ``stated`` are guessed."""
    for top, left, bottom, right in merged:
        if (bottom > top or right > left) and top < len(sheet.rows):
            with suppress(OverlappingRange):  # no program opens two that share a cell
                page.merge_range(top, left, bottom, right, None)
    widths: dict[int, int] = {}
    for r, row in enumerate(sheet.rows):
        for c, value in enumerate(row):
            if value == "" or value is None:
                continue
            write_value(page, r, c, value, formats)
            if r < ROWS_MEASURED and not any(
                m[0] <= r <= m[2] and m[1] <= c <= m[3] for m in merged
            ):
                widths[c] = max(widths.get(c, NARROWEST), display_width(str(value)) + 2)
    for column, width in ({c: min(w, WIDEST) for c, w in widths.items()} | stated).items():
        page.set_column(column, column, width)


def write_value(
    page: Worksheet, row: int, column: int, value: object, formats: dict[str, Format]
) -> None:
    """Write a value as what it is; text stays text."""
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | float) and isfinite(value):
        page.write_number(row, column, value)
    elif isinstance(value, datetime) and value >= EARLIEST:
        whole = value.time() == time()
        page.write_datetime(row, column, value, formats["date" if whole else "moment"])
    elif isinstance(value, date) and not isinstance(value, datetime) and value >= EARLIEST.date():
        page.write_datetime(row, column, value, formats["date"])
    elif isinstance(value, time):
        page.write_datetime(row, column, value, formats["time"])
    elif isinstance(value, timedelta):
        page.write_datetime(row, column, value, formats["span"])
    else:
        page.write_string(row, column, cut(str(value)), formats["text"])
