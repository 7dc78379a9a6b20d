"""What an .ods says about its cells that the reader does not: extent, errors, missing values.

A row or a cell may be repeated a million times by a single attribute, and an error cell comes
out of the reader as a blank. The cells are told from the tags alone; blanks at the end of a row
or a sheet, however often they are repeated, count for nothing.
"""

import re
from collections.abc import Callable

from pipeline.intake.odd_cells import Unusable

CONTENT = "content.xml"
TAG = re.compile(
    rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])((?:[^>\"]|\"[^\"]*\")*)>"
)
NAME = re.compile(rb'\btable:name="([^"]*)"')
COLUMNS = re.compile(rb'number-columns-repeated="(\d{1,9})"')
ROWS = re.compile(rb'number-rows-repeated="(\d{1,9})"')
COLUMNS_SPANNED = re.compile(rb'number-columns-spanned="(\d{1,5})"')
ROWS_SPANNED = re.compile(rb'number-rows-spanned="(\d{1,7})"')
TEXT = re.compile(rb"<text:p[^>]*>([^<]*)")
HIDDEN = re.compile(rb'table:visibility="(?:collapse|filter)"')
VALUE, FORMULA, ERROR = b"office:value-type=", b"table:formula=", b'value-type="error"'
MOST_PLACES = 20_000


class OdsSheet:
    """One table of the document as far as it was walked."""

    def __init__(self, name: bytes) -> None:
        self.name = name
        self.row = self.column = 0
        self.next_row = 0
        self.last_row = self.last_column = -1
        self.hidden_rows = 0
        self.unusable: list[tuple[int, int, Unusable]] = []
        self.merged: list[tuple[int, int, int, int]] = []

    def begin_row(self, given: bytes) -> None:
        """Step to the next row, which may stand for many."""
        self.row, self.column = self.next_row, 0
        self.next_row += repeated(ROWS, given)
        if HIDDEN.search(given) is not None:
            self.hidden_rows += self.next_row - self.row

    def cell(self, given: bytes, inside: Callable[[], bytes]) -> None:
        """Take one cell, which may stand for many."""
        times = repeated(COLUMNS, given)
        first, self.column = self.column, self.column + times
        if VALUE not in given and FORMULA not in given:
            return
        self.last_row, self.last_column = (
            self.next_row - 1,
            max(self.last_column, first + times - 1),
        )
        high = repeated(ROWS_SPANNED, given) if b"-rows-spanned=" in given else 1
        if high > 1 and len(self.merged) < MOST_PLACES:
            right = first + repeated(COLUMNS_SPANNED, given) - 1
            self.merged.append((self.row, first, self.row + high - 1, right))
        found = without_value(given, inside)
        if found is not None and len(self.unusable) < MOST_PLACES:
            self.unusable.append((self.row, first, found))


def scan_ods(xml: bytes) -> list[OdsSheet]:
    """Every sheet of a document with its extent and the cells without a usable value."""
    sheets: list[OdsSheet] = []
    for match in TAG.finditer(xml):
        kind, given = match[1], match[2]
        if kind == b"table":
            name = NAME.search(given)
            sheets.append(OdsSheet(name[1] if name is not None else b""))
        elif sheets and kind == b"table-row":
            sheets[-1].begin_row(given)
        elif sheets:
            end = match.end()
            sheets[-1].cell(given, lambda end=end: xml[end : end + 200])  # type: ignore[misc]
    return sheets


def repeated(pattern: "re.Pattern[bytes]", given: bytes) -> int:
    """How often a row or cell is repeated, or over how many of them it reaches."""
    match = pattern.search(given)
    return int(match[1]) if match is not None else 1


def without_value(given: bytes, inside: Callable[[], bytes]) -> Unusable | None:
    """Why a cell has no value, when it holds an error or a formula never calculated."""
    if ERROR in given:
        text = TEXT.match(inside())
        shown = text[1].decode("utf-8", "replace") if text is not None and text[1] else "#"
        return Unusable("error-cell", shown)
    if FORMULA in given and VALUE not in given:
        return Unusable("formula-without-value", "=")
    return None
