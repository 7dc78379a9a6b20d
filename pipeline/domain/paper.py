"""On how many sheets of A4 side by side a list is printed, so that it can be read.

Spreadsheet programs share the columns out themselves, and differ a little in how wide they print
each; breaks set by hand they ignore where they are told how many sheets there may be, and a size
set by hand leaves a column over where another font stands in.
"""

from collections.abc import Sequence
from itertools import accumulate

LEAST = 0.6
"""Printed smaller, the writing of 11 points comes below seven."""
PRINTED_INCHES = 11.69 - 2 * 0.5
"""Of a sheet on its side, between its margins."""
PIXELS_PER_INCH, PIXELS_PER_DIGIT, PIXELS_BESIDE = 96, 7, 5
SURELY = 0.85
"""So much of what the first sheet should hold, it holds in every program."""


def sheets_across(widths: Sequence[float], repeated: int) -> int:
    """Return on how many sheets columns of these widths are printed; each begins with the first
    ``repeated`` of them. Widths are in digits, as spreadsheets say them."""
    head = sum(_inches(widths[:repeated]))
    whole = sum(_inches(widths))
    most = PRINTED_INCHES / LEAST
    count = 1
    while count < len(widths) and whole + (count - 1) * head > count * most:
        count += 1
    return count


def end_of_first(widths: Sequence[float], repeated: int, count: int) -> int:
    """Return the last column that is surely on the first of ``count`` sheets."""
    if count == 1:
        return len(widths) - 1
    share = (sum(_inches(widths)) + (count - 1) * sum(_inches(widths[:repeated]))) / count
    inside = sum(end <= SURELY * share for end in accumulate(_inches(widths)))
    return max(inside - 1, repeated)


def _inches(widths: Sequence[float]) -> list[float]:
    """Return how wide each column is at full size."""
    return [pixels(width) / PIXELS_PER_INCH for width in widths]


def pixels(width: float) -> float:
    """Return how wide a column of so many digits is on a screen."""
    return PIXELS_PER_DIGIT * width + PIXELS_BESIDE
