"""What was probably meant: the nearest known word, or the list of all of them."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like ``word``, if one is like it at all."""
    words = list(known)
    alike = [one for one in words if _folded(one) == _folded(word)]
    close = alike or get_close_matches(word, words, n=1, cutoff=0.6)
    return close[0] if close else None


def suggestion(word: str, known: Iterable[str], at_most: int = 8) -> str:
    """Return the nearest known word, or a list to choose from when nothing is near.

    Where ``known`` are nouns by their ids, those go first that are called just so.
    """
    words = list(known)
    called = (
        [key for key in words if word in _names(known[key])] if isinstance(known, Mapping) else []
    )
    if called:
        return listed(called, at_most)
    near = nearest(word, words)
    if near is not None:
        return near
    return listed(words, at_most) if words else "-"


def listed(words: Iterable[str], at_most: int = 8) -> str:
    """Return the words on one line, and how many more there are."""
    every = list(words)
    more = len(every) - at_most
    return ", ".join(every[:at_most]) + (f" … (+{more})" if more > 0 else "")


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip().lower()


def _names(noun: object) -> Iterator[str]:
    """Yield what people call a noun, in both languages."""
    named = [getattr(noun, said) for said in ("name", "label", "title") if hasattr(noun, said)]
    for name in named or [noun]:
        yield from (getattr(name, language, "") for language in ("zh", "en"))
    yield from getattr(noun, "aliases", ())
