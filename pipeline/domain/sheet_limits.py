"""What cells, rows, columns and names of sheets hold in every spreadsheet program.

Excel repairs or refuses a file that has more; lengths count as Excel counts them.
"""

import re
from collections.abc import Container, Iterable

MOST_TEXT = 32_767
"""Characters of a cell, and of a comment."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
MOST_LINKS = 65_530
TALLEST_ROW = 409
"""Points."""
WIDEST_COLUMN = 254
"""Digits; a file states 0.71 more, for the padding, and that may not be more than 255."""
LONGEST_NAME = 31
RESERVED = frozenset({"history"})
"""Excel keeps this name for a sheet of its own."""
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""In a workbook's XML ``_x000D_`` is one character, and ``_x005F_`` an underscore that begins no
such thing (ECMA-376, ST_Xstring)."""
CUT = "……"


def escaped(text: str) -> str:
    """Return the text as a workbook's XML has it: what looks like an escaped character is none."""
    return LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text


def length(text: str) -> int:
    """How long a text is: a character beyond the first plane counts twice."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def cut(text: str, most: int = MOST_TEXT, mark: str = CUT) -> str:
    """Return the text, or as much of it as a place holds with a mark that says so."""
    if len(text) * 2 <= most or length(text) <= most:
        return text
    return beginning(text, most - len(mark)) + mark


def beginning(text: str, most: int) -> str:
    """Return the first characters of a text, no more than ``most`` long."""
    room = most
    for at, letter in enumerate(text):
        room -= 1 + (letter > "\uffff")
        if room < 0:
            return text[:at]
    return text


def sheet_name(wanted: str, taken: Container[str], instead: str = "_") -> str:
    """Return a permitted name like the one wanted, with a number where it is taken.

    ``taken``: names that are in use, case-folded. ``instead`` stands for what no name may have.
    """
    permitted = LOOKS_ESCAPED.sub("-", NOT_IN_A_NAME.sub(instead, wanted))
    name = beginning(permitted, LONGEST_NAME) if permitted.strip() else "_"
    first, number = name, 2
    while name.casefold() in taken or name.casefold() in RESERVED:
        suffix = f"（{number}）"
        name, number = beginning(first, LONGEST_NAME - len(suffix)) + suffix, number + 1
    return name


def sheet_names(wanted: Iterable[str], taken: Iterable[str] = (), instead: str = "_") -> list[str]:
    """Return a permitted name for each, none of them twice and none that is ``taken``."""
    used = {name.casefold() for name in taken}
    names = []
    for one in wanted:
        names.append(sheet_name(one, used, instead))
        used.add(names[-1].casefold())
    return names
