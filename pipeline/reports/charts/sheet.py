"""A blank sheet measured in inches from the top left, and the few things drawn on it.

Every chart is a ``Sheet``: lines, boxes, dots, texts and status signs at given places. There is
no axes style to undo, and texts are measured before they are placed.
"""

import math
from collections.abc import Sequence
from functools import cache
from typing import Literal

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Rectangle
from matplotlib.patheffects import AbstractPathEffect, withStroke
from matplotlib.textpath import TextToPath
from pylopdf_fonts_zh_cn import sans_path

from pipeline.domain.status import Status
from pipeline.reports.marks import INK, PAPER, SIGNS

POINTS = 72
MISSING_SIGN = "〓"
"""Stands where the font has no glyph, as printers set it."""
SMALLER, SMALLEST = 0.84, 0.78
"""How small a name may become in one line and in two, as part of the size of the others."""
Side = Literal["left", "center", "right"]


@cache
def face(size: float) -> FontProperties:
    """The bundled Chinese face in a size in points."""
    return FontProperties(fname=str(sans_path()), size=size)


@cache
def covered() -> frozenset[int]:
    """The code points of which the face has a glyph."""
    return frozenset(get_font(str(sans_path())).get_charmap())


def printable(text: str) -> str:
    """The text with a stand-in for every character the face does not have."""
    return "".join(c if ord(c) in covered() else MISSING_SIGN for c in text)


@cache
def width_of(text: str, size: float) -> float:
    """How wide a text is, in inches."""
    if not text:
        return 0.0
    extent = TextToPath().get_text_width_height_descent(printable(text), face(size), False)
    return float(extent[0]) / POINTS


def shortened(text: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis where it does not fit."""
    if width_of(text, size) <= room:
        return text
    while text and width_of(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def fitted(text: str, size: float, room: float, least: float) -> tuple[str, float]:
    """The text and the size in which it fits; not smaller than ``least``, and rather cut."""
    wide = width_of(text, size)
    if wide <= room:
        return text, size
    fits = max(least, math.floor(10 * size * room / wide) / 10)
    return shortened(text, fits, room), fits


def wrapped(text: str, size: float, room: float, lines: int = 2) -> list[str]:
    """The text in at most so many lines; between words where it has spaces."""
    found: list[str] = []
    rest = text
    while rest and len(found) < lines - 1 and width_of(rest, size) > room:
        cut = max(i for i in range(1, len(rest) + 1) if width_of(rest[:i], size) <= room or i == 1)
        space = rest.rfind(" ", 1, cut + 1)
        cut = space if space > 0 and rest.isascii() else cut
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, shortened(rest, size, room)] if rest else found


class Sheet:
    """A figure of ``width`` by ``height`` inches, with a margin all round."""

    def __init__(self, width: float, height: float, margin: float = 0.0) -> None:
        self.width, self.height = width, height
        size = (width + 2 * margin, height + 2 * margin)
        self.figure = Figure(figsize=size, facecolor=PAPER)
        axes = self.figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(-margin, width + margin)
        axes.set_ylim(height + margin, -margin)
        axes.set_axis_off()
        self._axes = axes
        self._drawn = 0

    def _next(self) -> int:
        """What is drawn later lies above."""
        self._drawn += 1
        return self._drawn

    def text(
        self, x: float, y: float, text: str, size: float = 8.5, colour: str = INK,
        side: Side = "left", bold: bool = False,
    ) -> None:  # fmt: skip
        """A line of text whose middle is at ``y``."""
        placed = self._axes.text(
            x, y, printable(text), fontproperties=face(size), color=colour, ha=side,
            va="center_baseline", parse_math=False, zorder=self._next(),
        )  # fmt: skip
        if bold:
            placed.set_path_effects([thicker(colour, size)])

    def name(
        self, x: float, y: float, name: str, size: float, room: float, bold: bool = False
    ) -> float:
        """A name within its room: a long one smaller, a longer one in two small lines. Returns how
        wide it is."""
        said, fits = fitted(name, size, room, SMALLER * size)
        lines = [said]
        if said != name:
            fits = SMALLEST * size
            lines = wrapped(name, fits, room)
        for index, line in enumerate(lines):
            down = 1.2 * fits / POINTS * (index - (len(lines) - 1) / 2)
            self.text(x, y + down, line, fits, bold=bold)
        return max(width_of(line, fits) for line in lines)

    def line(
        self, points: Sequence[tuple[float, float]], colour: str, width: float = 0.6,
        dashes: tuple[float, ...] | None = None,
    ) -> None:  # fmt: skip
        """A line through points; its width is in points."""
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        drawn = Line2D(
            xs, ys, color=colour, linewidth=width, linestyle=(0, dashes) if dashes else "-",
            solid_capstyle="butt", dash_capstyle="butt", solid_joinstyle="round",
            zorder=self._next(),
        )  # fmt: skip
        self._axes.add_line(drawn)

    def rule(self, y: float, colour: str, width: float = 0.6, x: float = 0.0) -> None:
        """A hairline across the sheet."""
        self.line(((x, y), (self.width, y)), colour, width)

    def box(
        self, x: float, y: float, width: float, height: float, fill: str | None,
        edge: str | None = None, hatch: str | None = None,
    ) -> None:  # fmt: skip
        """A rectangle from its top left corner."""
        self._axes.add_patch(
            Rectangle(
                (x, y), width, height, facecolor=fill or "none", edgecolor=edge or "none",
                linewidth=0.8 if edge else 0, hatch=hatch, zorder=self._next(),
            )
        )  # fmt: skip

    def dot(
        self, x: float, y: float, radius: float, fill: str, edge: str, width: float = 1.0
    ) -> None:
        """A circle."""
        self._axes.add_patch(
            Circle(
                (x, y), radius, facecolor=fill, edgecolor=edge, linewidth=width,
                zorder=self._next(),
            )
        )  # fmt: skip

    def sign(self, status: Status, x: float, y: float, size: float, colour: str) -> None:
        """A status sign whose middle is at (x, y)."""
        unit = size / 12
        for stroke in SIGNS[status]:
            if stroke.kind == "ring":
                self.dot(x, y, stroke.points[1][0] * unit, "none", colour, 1.3)
                continue
            places = [(x + (px - 6) * unit, y + (py - 6) * unit) for px, py in stroke.points]
            if stroke.kind == "line":
                self.line(places, colour, 1.5)
                continue
            fill = colour if stroke.filled else "none"
            self._axes.add_patch(
                Polygon(
                    places, closed=True, facecolor=fill, edgecolor=colour, linewidth=1.1,
                    zorder=self._next(),
                )
            )  # fmt: skip


def thicker(colour: str, size: float) -> AbstractPathEffect:
    """A stroke around letters: the bundled face has one weight only."""
    return withStroke(linewidth=size / 24, foreground=colour)
