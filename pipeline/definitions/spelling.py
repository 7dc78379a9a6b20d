"""What was probably meant: the nearest known word, or the list of all of them."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like ``word``, if one is like it at all."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return close[0] if close else None


def suggestion(word: str, known: Iterable[str], at_most: int = 8) -> str:
    """Return the nearest known word, or a list to choose from when nothing is near."""
    words = list(known)
    near = nearest(word, words)
    if near is not None:
        return near
    return listed(words, at_most) if words else "-"


def listed(words: Iterable[str], at_most: int = 8) -> str:
    """Return the words on one line, and how many more there are."""
    every = list(words)
    more = len(every) - at_most
    return ", ".join(every[:at_most]) + (f" … (+{more})" if more > 0 else "")
