"""How much room a text takes on a sheet: in digits, the measure of columns, and in lines."""

from math import ceil


def display_width(text: str) -> int:
    """In digits; a Chinese character is as wide as two."""
    return len(text) + sum(letter > "\u2e7f" for letter in text)


def lines_in(text: str, width: float) -> int:
    """Lines that a text takes in a column of so many digits; its own lines are kept."""
    return sum(max(1, ceil(display_width(line) / width)) for line in text.split("\n"))
