"""Error cells of .xls, .et and .xlsb, which the reader shows as blanks.

The records are walked as [MS-XLS] and [MS-XLSB] describe them, only as far as needed: which cell
of which sheet holds an error. An .xls lies in a compound file ([MS-CFB]), whose sectors are put
together first. What does not look as described is left to the reader.
"""

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.intake.odd_cells import Unusable

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
LAST_SECTOR = 0xFFFFFFFA
WORKBOOK = ("Workbook", "Book")
BOF, BOUND_SHEET, FORMULA, BOOL_ERR = 0x0809, 0x0085, 0x0006, 0x0205
CODE_PAGE, BIFF8 = 0x0042, b"\x00\x06"
BIFF8_NAMES = ""
"""Stands for names that carry their own encoding; older books have one code page for all."""
XLSB_ROW, XLSB_ERROR, XLSB_FORMULA_ERROR = 0, 3, 11
XLSB_BUNDLE_SHEET = 156
XLSB_CELLS = range(1, 12)
MOST_PLACES = 20_000
MINI = 64
"""Size of the sectors of small streams."""


@dataclass(slots=True)
class BinarySheet:
    """One sheet as far as it was walked."""

    last_row: int = -1
    last_column: int = -1
    unusable: list[tuple[int, int, Unusable]] = field(default_factory=list)

    def note(self, row: int, column: int, code: int) -> None:
        """Note an error cell."""
        if len(self.unusable) < MOST_PLACES:
            text = ERRORS.get(code, "#")
            self.unusable.append((row, column, Unusable("error-cell", text)))


def scan_xlsb_sheet(content: bytes) -> BinarySheet:
    """Extent and error cells of one sheet of an .xlsb."""
    found, row = BinarySheet(), 0
    for kind, at, length in xlsb_records(content):
        if kind == XLSB_ROW and length >= 4:
            row = struct.unpack_from("<I", content, at)[0]
        elif kind in XLSB_CELLS and length >= 4:
            column = struct.unpack_from("<I", content, at)[0]
            found.last_row, found.last_column = row, max(found.last_column, column)
            if kind in (XLSB_ERROR, XLSB_FORMULA_ERROR) and length >= 9:
                found.note(row, column, content[at + 8])
    return found


def xlsb_sheets(content: bytes) -> Iterator[tuple[str, str]]:
    """Relation and name of every sheet, from the workbook part of an .xlsb."""
    for kind, at, length in xlsb_records(content):
        if kind == XLSB_BUNDLE_SHEET and length >= 16:
            relation, after = wide_text(content, at + 8)
            yield relation, wide_text(content, after)[0]


def wide_text(content: bytes, at: int) -> tuple[str, int]:
    """A text with its length in front, and where it ends."""
    end = at + 4 + 2 * first_at(content, at)
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def xlsb_records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of every record."""
    at, end = 0, len(content)
    while at < end - 1:
        kind = content[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | content[at] << 7
            at += 1
        length = shift = 0
        for _ in range(4):
            if at >= end:
                return
            byte = content[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, at, length
        at += length


def scan_xls(content: bytes) -> dict[str, BinarySheet]:
    """Error cells of every sheet of an .xls, by the sheet's name."""
    try:
        stream = workbook_stream(content)
    except (struct.error, IndexError, ValueError):
        return {}
    sheets: dict[str, BinarySheet] = {}
    for name, kind, at, length in named_sheet_records(stream):
        if kind == BOOL_ERR and length >= 8 and stream[at + 7] == 1:
            row, column = struct.unpack_from("<HH", stream, at)
            sheets.setdefault(name, BinarySheet()).note(row, column, stream[at + 6])
        elif kind == FORMULA and length >= 14:
            is_error = stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == 2
            if is_error:
                row, column = struct.unpack_from("<HH", stream, at)
                sheets.setdefault(name, BinarySheet()).note(row, column, stream[at + 8])
    return {name: sheet for name, sheet in sheets.items() if sheet.unusable}


def named_sheet_records(stream: bytes) -> Iterator[tuple[str, int, int, int]]:
    """The records of every sheet of an .xls stream: the sheet's name, kind, place and length."""
    names: dict[int, str] = {}
    current: str | None = None
    old_encoding = BIFF8_NAMES
    for kind, at, length in xls_records(stream):
        if kind == BOUND_SHEET and length >= 8:
            written = sheet_name(stream[at : at + length], old_encoding)
            names[struct.unpack_from("<I", stream, at)[0]] = written
        elif kind == CODE_PAGE and length >= 2 and old_encoding:
            old_encoding = code_page(struct.unpack_from("<H", stream, at)[0])
        elif kind == BOF and at == 4:
            old_encoding = BIFF8_NAMES if stream[4:6] == BIFF8 else "latin1"
        elif kind == BOF:
            current = names.get(at - 4)
        elif current is not None:
            yield current, kind, at, length


def xls_records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of every record; one that the stream cuts off ends the walk."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > len(stream):
            return
        yield kind, at + 4, length
        at += 4 + length


def sheet_name(record: bytes, old_encoding: str) -> str:
    """The name in a BOUNDSHEET record: bytes of the code page, or in BIFF8 with a flag in front."""
    count = record[6]
    if old_encoding:
        return record[7 : 7 + count].decode(old_encoding, "replace")
    is_wide = record[7] & 1
    raw = record[8 : 8 + count * (2 if is_wide else 1)]
    return raw.decode("utf-16-le" if is_wide else "latin1", "replace")


def code_page(number: int) -> str:
    """The codec of a code page; latin1 for what Python does not know."""
    try:
        return codecs.lookup(f"cp{number}").name
    except LookupError:
        return "latin1"


def workbook_stream(content: bytes) -> bytes:
    """The stream of a compound file that is the workbook. Raises ValueError and struct.error."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    table_sectors, directory = struct.unpack_from("<I", content, 44)[0], first_at(content, 48)
    listed = list(struct.unpack_from("<109I", content, 76))
    more = first_at(content, 68)
    while more < LAST_SECTOR and len(listed) < table_sectors:
        block = struct.unpack_from(f"<{size // 4}I", content, (more + 1) * size)
        listed, more = [*listed, *block[:-1]], block[-1]
    table: list[int] = []
    for sector in listed[:table_sectors]:
        table += struct.unpack_from(f"<{size // 4}I", content, (sector + 1) * size)
    entries = chain(content, table, directory, size)
    for at in range(0, len(entries), 128):
        length = struct.unpack_from("<H", entries, at + 64)[0]
        if entries[at : at + max(length - 2, 0)].decode("utf-16-le", "replace") in WORKBOOK:
            start, total = first_at(entries, at + 116), first_at(entries, at + 120)
            if total >= first_at(content, 56):
                return chain(content, table, start, size)[:total]
            small = chain(content, table, first_at(entries, 116), size)  # the root holds these
            listing = chain(content, table, first_at(content, 60), size)
            steps = list(struct.unpack(f"<{len(listing) // 4}I", listing))
            return chain(bytes(MINI) + small, steps, start, MINI)[:total]
    raise ValueError("no workbook in the compound file")


def first_at(content: bytes, at: int) -> int:
    """A number of four bytes."""
    number: int = struct.unpack_from("<I", content, at)[0]
    return number


def chain(content: bytes, table: list[int], sector: int, size: int) -> bytes:
    """The sectors of a stream, one after the other; a loop ends at the file's size."""
    found: list[bytes] = []
    while sector < LAST_SECTOR and len(found) * size <= len(content):
        found.append(content[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(found)
