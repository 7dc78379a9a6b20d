"""How far an .xlsb sheet reaches, and where its errors stand, from the records themselves."""

import struct

from pipeline.intake.binary_scan import XLSB_ERROR, XLSB_ROW, scan_xlsb_sheet

NUMBER = 5


def record(kind: int, content: bytes) -> bytes:
    return bytes([kind, len(content)]) + content


def cell(column: int, kind: int = NUMBER, value: bytes = b"\0" * 8) -> bytes:
    return record(kind, struct.pack("<II", column, 0) + value)


def row(number: int) -> bytes:
    return record(XLSB_ROW, struct.pack("<II", number, 0))


def test_a_sheet_reaches_to_its_last_cell_and_no_further() -> None:
    content = row(0) + cell(1) + cell(6) + row(4) + cell(2) + row(9)
    found = scan_xlsb_sheet(content)
    assert (found.last_row, found.last_column, found.unusable) == (4, 6, [])


def test_an_empty_sheet_reaches_nowhere() -> None:
    found = scan_xlsb_sheet(row(3))
    assert (found.last_row, found.last_column) == (-1, -1)


def test_an_error_is_noted_where_it_stands() -> None:
    found = scan_xlsb_sheet(row(7) + cell(3, XLSB_ERROR, b"\x07"))
    assert [(r, c, one.text) for r, c, one in found.unusable] == [(7, 3, "#DIV/0!")]
    assert (found.last_row, found.last_column) == (7, 3)
