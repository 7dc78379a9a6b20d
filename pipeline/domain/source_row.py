"""Source row: which row of which sheet a fact was read from, as one number within a report.

A list may go on on a second sheet. The rows of the first sheet have the numbers they have there;
of the sheets after it (``part`` 1, 2 …) each has numbers of its own, beyond those of any sheet.
"""

ROWS = 2**21
"""More rows than a sheet can have (1 048 576)."""


def numbered(row: int, part: int) -> int:
    """The number of a row of a part, within its report."""
    return row + part * ROWS


def row_of(source_row: int) -> int:
    """The row's number on its own sheet."""
    return source_row % ROWS


def part_of(source_row: int) -> int:
    """Which of the parts it stands on, from 0."""
    return source_row // ROWS
