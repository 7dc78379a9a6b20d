"""Bytes → sheets of plain values, whatever the file is called."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import cast

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from pipeline.intake.delimited_text import rows_of_text
from pipeline.intake.guards import Scan, UnreadableFileError, look_over
from pipeline.intake.limits import OLE, ZIP

Row = list[object]
Merged = tuple[int, int, int, int]
"""First row, first column, last row and last column of cells merged into one, counted from 0."""


@dataclass(slots=True)
class Sheet:
    """One sheet; ``rows`` are equally long and start at the sheet's own first row and column."""

    name: str
    rows: list[Row]
    hidden: bool = False
    hidden_rows: int = 0
    merged: list[Merged] = field(default_factory=list)
    """Only what reaches over several rows."""


@dataclass(slots=True)
class Workbook:
    """All sheets of a file, and what a reader should be told about the file itself."""

    sheets: list[Sheet]
    notices: list[tuple[str, dict[str, str]]] = field(default_factory=list)


def read_workbook(content: bytes, suffix: str) -> Workbook:
    """Every sheet of a file. Raises UnreadableFileError."""
    scan = look_over(content)
    if not content.startswith((ZIP, OLE)):
        if suffix in (".xlsx", ".xlsm", ".xlsb", ".ods"):
            raise UnreadableFileError("file-damaged")
        rows, notices = rows_of_text(content)
        return Workbook([Sheet("1", rows)], notices)
    return Workbook(sheets_of(content, scan), [(slug, {}) for slug in scan.carried])


def sheets_of(content: bytes, scan: Scan) -> list[Sheet]:
    """Every worksheet, read by calamine; all are read before any is used."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(scan.lighter or content))
        sheets = [
            Sheet(
                about.name,
                cast(list[Row], read.to_python(skip_empty_area=False)),
                about.visible != SheetVisibleEnum.Visible,
                merged=over_rows(read.merged_cell_ranges),
            )
            for index, about in enumerate(book.sheets_metadata)
            if about.typ == SheetTypeEnum.WorkSheet
            for read in (book.get_sheet_by_index(index),)
        ]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # some files make the reader panic, which is no Exception
        raise UnreadableFileError("file-damaged") from error
    if not any(sheet.rows for sheet in sheets):
        raise UnreadableFileError("file-without-sheets")
    if scan.unusable or scan.hidden_rows or scan.merged:
        mark(sheets, scan)
    return sheets


def mark(sheets: list[Sheet], scan: Scan) -> None:
    """Put what the scan found into the grids, where the reader left blanks."""
    by_name = {sheet.name: sheet for sheet in sheets}
    for member, cells in scan.unusable.items():
        sheet = by_name.get(scan.names.get(member, ""))
        if sheet is not None:
            for row, column, cell in cells:
                put(sheet.rows, row, column, cell)
    for member, count in scan.hidden_rows.items():
        sheet = by_name.get(scan.names.get(member, ""))
        if sheet is not None:
            sheet.hidden_rows = count
    for member, ranges in scan.merged.items():
        sheet = by_name.get(scan.names.get(member, ""))
        if sheet is not None:
            sheet.merged = ranges


def over_rows(ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]] | None) -> list[Merged]:
    """Those of a sheet's merged ranges that reach over several rows."""
    return [(*first, *last) for first, last in ranges or () if last[0] > first[0]]


def put(rows: list[Row], row: int, column: int, cell: object) -> None:
    """Set a cell, widening the grid where it ends before."""
    width = max(len(rows[0]) if rows else 0, column + 1)
    while len(rows) <= row:
        rows.append([""] * width)
    if len(rows[row]) <= column:
        for line in rows:
            line.extend([""] * (width - len(line)))
    rows[row][column] = cell
