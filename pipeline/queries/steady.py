"""An answer to many questions, all of them of one publication."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
MOST_TIMES = 3


def steadily(make: Callable[[], T], number: Callable[[], int]) -> T:
    """What ``make`` gives; made again where new figures were published meanwhile, as the newest
    publication's ``number`` says, so that it is not of two of them."""
    for _ in range(MOST_TIMES - 1):
        before = number()
        made = make()
        if number() == before:
            return made
    return make()
