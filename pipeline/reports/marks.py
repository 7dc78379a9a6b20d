"""Palette and status signs. Signs are drawn, not typed: no font has all of them."""

from dataclasses import dataclass
from typing import Literal

from pipeline.domain.status import Status

INK, INK_2, INK_3 = "#1C2126", "#454C54", "#626A73"
LINE, LINE_2, BAND, PAPER = "#D9DCDF", "#A7ADB3", "#F4F4F1", "#FFFFFF"
LOSS = "#9B1C1C"
ON_TIME, LATE, WITHHELD, MISSING = "#4A7390", "#B3C7D5", "#626A73", "#9B1C1C"
"""Reports: solid, light, hatched, outlined."""


@dataclass(frozen=True)
class Look:
    """How a status looks: the badge's fill, text and border, and the ink of bars and dots."""

    fill: str
    text: str
    border: str
    ink: str


LOOKS: dict[Status | None, Look] = {
    Status.DONE: Look("#E6F3F0", "#0A5A50", "#9CCBC2", "#0A5A50"),
    Status.ON_PACE: Look("#D3E0E9", "#2A4A61", "#B3C7D5", "#4A7390"),
    Status.BEHIND: Look("#F0B84A", "#4A2B00", "#D69A22", "#B9740A"),
    Status.FAR_BEHIND: Look("#9B1C1C", "#FFFFFF", "#9B1C1C", "#9B1C1C"),
    Status.NO_DATA: Look("#FFFFFF", "#5B6067", "#868D95", "#868D95"),
    Status.INCOMPLETE: Look("#F1F1EF", "#3A3F45", "#868D95", "#868D95"),
    None: Look("#FFFFFF", "#5B6067", "#D9DCDF", "#868D95"),
}
BOLD = frozenset({Status.BEHIND, Status.FAR_BEHIND})


@dataclass(frozen=True)
class Stroke:
    """A part of a sign in a square of 12 by 12, y downwards: a line, a closed shape, a ring."""

    kind: Literal["line", "shape", "ring"]
    points: tuple[tuple[float, float], ...]
    filled: bool = False


TRIANGLE = ((1.2, 2.2), (10.8, 2.2), (6.0, 10.4))
SIGNS: dict[Status, tuple[Stroke, ...]] = {
    Status.DONE: (Stroke("line", ((1.6, 6.4), (4.8, 9.6), (10.6, 2.6))),),
    Status.ON_PACE: (Stroke("ring", ((6.0, 6.0), (4.2, 0.0))),),
    Status.BEHIND: (Stroke("shape", TRIANGLE),),
    Status.FAR_BEHIND: (Stroke("shape", TRIANGLE, filled=True),),
    Status.NO_DATA: (Stroke("line", ((2.0, 6.0), (10.0, 6.0))),),
    Status.INCOMPLETE: (
        Stroke("shape", ((1.6, 1.6), (10.4, 1.6), (10.4, 10.4), (1.6, 10.4))),
        Stroke("shape", ((1.6, 1.6), (6.0, 1.6), (6.0, 10.4), (1.6, 10.4)), filled=True),
    ),
}
"""A ring is its centre and its radius."""


def look(status: Status | None) -> Look:
    """How a status looks; a target that is not judged is pale."""
    return LOOKS[status]
