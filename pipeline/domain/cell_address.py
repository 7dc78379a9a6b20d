"""Cell addresses: the spreadsheet's own names of columns and cells, from zero-based numbers."""

import re

NAME = re.compile(r"([A-Z]+)([0-9]+)")


def column_letters(column: int) -> str:
    """Return the letters of a column: 0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the column that letters name: A → 0, AA → 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def address(row: int, column: int) -> str:
    """Return the name of a cell: row 4, column 2 → C5."""
    return f"{column_letters(column)}{row + 1}"


def corners(area: str) -> tuple[int, int, int, int]:
    """Return first column and row, last column and row of an area or a cell: A1:B3 → 0, 0, 1, 2."""
    ends = [(column_index(letters), int(row) - 1) for letters, row in NAME.findall(area)]
    return (*ends[0], *ends[-1])
