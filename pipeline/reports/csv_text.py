"""Rows as CSV that a spreadsheet opens without running anything in it."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Chinese and Japanese settings take the full-width signs for the others."""
NEGATIVE = re.compile(r"-\d+(\.\d+)?([eE][+-]?\d+)?")
"""A number, which arrives as text where it must stay exact; no formula."""
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads Chinese as mojibake."""


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The rows under their heads, for a file."""
    return BYTE_ORDER_MARK + "".join(csv_lines(columns, rows))


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The heads and the rows, each with the end of line that quotes both of its characters."""
    for row in chain([columns], rows):
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow([harmless(value) for value in row])
        yield line.getvalue()


def harmless(value: object) -> object:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it; a yes or a no
    is as SQL has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.startswith(STARTS_FORMULA):
        return value if NEGATIVE.fullmatch(value) else f"'{value}"
    return "" if value is None else value
