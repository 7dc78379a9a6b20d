"""Figures as SVG with outlined texts, as PNG, and as SVG to stand inside a page."""

import html
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.text import Text

PRINT_DPI = 200
NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
DRAWN: dict[Any, Any] = {"hatch.linewidth": 0.6, "text.parse_math": False}
OUTLINED: dict[Any, Any] = {**DRAWN, "svg.fonttype": "path", "svg.hashsalt": "unionkpi"}
_one_at_a_time = threading.Lock()
"""matplotlib's settings are the process's own; nobody else may see them changed."""


@contextmanager
def as_written(figure: Figure, settings: dict[Any, Any]) -> Iterator[None]:
    """The settings while the figure is saved; a name with two dollar signs is no formula."""
    with _one_at_a_time, mpl.rc_context(settings):
        for text in figure.findobj(Text):
            assert isinstance(text, Text)
            text.set_parse_math(False)
        yield


def svg_text(figure: Figure) -> str:
    """The figure as SVG; letters are outlines, and the same figure gives the same text."""
    target = StringIO()
    with as_written(figure, OUTLINED):
        figure.savefig(target, format="svg", metadata=NO_METADATA)
    return target.getvalue()


def png_bytes(figure: Figure) -> bytes:
    """The figure as PNG, fit for print."""
    target = BytesIO()
    with as_written(figure, DRAWN):
        figure.savefig(target, format="png", dpi=PRINT_DPI, metadata={"Software": None})
    return target.getvalue()


def save(figure: Figure, stem: Path) -> tuple[Path, Path]:
    """Write the figure as ``stem``.svg and ``stem``.png."""
    svg, png = stem.with_name(f"{stem.name}.svg"), stem.with_name(f"{stem.name}.png")
    svg.write_text(svg_text(figure), encoding="utf-8")
    png.write_bytes(png_bytes(figure))
    return svg, png


def inline_svg(figure: Figure, name: str, label: str) -> str:
    """The figure as an element of an HTML page: named, scalable, without foreign addresses."""
    text = svg_text(figure)
    text = re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL)
    text = re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", text)
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r'xlink:href="#', f'href="#{name}-', text)
    text = re.sub(r"url\(#", f"url(#{name}-", text)
    opening = re.match(r"<svg[^>]*>", text)
    box = re.search(r'viewBox="[^"]*"', opening.group(0) if opening else "")
    said = f'aria-label="{html.escape(label)}" {box.group(0) if box else ""}'
    return f'<svg class="chart" role="img" {said}>' + text[opening.end() if opening else 0 :]
