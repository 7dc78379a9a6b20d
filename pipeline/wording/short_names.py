"""Names beside one another without the ending all of them share: 东河镇 for 东河镇总工会."""

from collections.abc import Sequence
from itertools import takewhile

FEWEST = 2
"""Letters that are left of the shortest."""


def short_names(names: Sequence[str]) -> list[str]:
    """Return the names without what all of them end in; whole where too little would be left."""
    backwards = zip(*(reversed(name) for name in names), strict=False)
    alike = [letters[0] for letters in takewhile(lambda some: len(set(some)) == 1, backwards)]
    ending = "".join(reversed(alike)) if len(names) > 1 else ""
    if ending[:1].isascii():  # an English name is not cut inside a word
        blank = ending.find(" ")
        ending = ending[blank:] if blank >= 0 else ""
    if not ending or min(len(name) - len(ending) for name in names) < FEWEST:
        return list(names)
    return [name.removesuffix(ending) for name in names]
