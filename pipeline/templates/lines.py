"""How high a row of wrapped text is: spreadsheet programs do not all find out by themselves."""

from pipeline.domain.sheet_limits import TALLEST_ROW
from pipeline.domain.text_width import lines_in

LINE, SMALL_LINE, LEAST = 15, 13, 20
"""Points: a line of the usual writing, of the small one, and the lowest row."""
SMALL_PER_DIGIT = 1.15
"""How many digits of the small writing go where a column is one digit wider."""


def small_height(text: str, width: float) -> int:
    """The height of a row for a text in small writing, in a column of this width."""
    needed = SMALL_LINE * lines_in(text, width * SMALL_PER_DIGIT) + 4
    return min(max(LEAST, needed), TALLEST_ROW)
