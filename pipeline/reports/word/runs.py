"""What an element says: its texts as runs of a paragraph, and how wide they are."""

from unicodedata import east_asian_width

from docx.shared import Length
from docx.text.paragraph import Paragraph

from pipeline.reports.word.elements import Element
from pipeline.reports.word.looks import GREY, SMALL

APART = frozenset({"badge", "count"})
"""Classes of what the page sets apart by its margins."""


def runs(
    into: Paragraph,
    one: Element,
    *,
    bold: bool = False,
    small: Length | None = None,
    between: str = "\u00a0",
) -> None:
    """The texts of an element, as they are set there; ``small``: the size of remarks in it;
    ``between``: the space between a figure and its unit."""
    for child in one.children:
        if isinstance(child, str):
            run = into.add_run(child)
            run.bold = bold or None
            if small is not None:
                run.font.size, run.font.color.rgb = small, GREY
        elif child.tag == "br":
            into.add_run().add_break()
        elif child.tag != "svg":
            if "unit" in child.classes and into.text[-1:].isdigit() and is_word(text_of(child)):
                into.add_run(between)
            remark = SMALL if "note" in child.classes and small is None else small
            runs(into, child, bold=bold or child.tag == "b", small=remark, between=between)
            if child.classes & APART:
                into.add_run(" ")


def is_word(unit: str) -> bool:
    """Whether a unit is set apart from its figure: letters are, 人 and % are not."""
    return unit[:1].isascii() and unit[:1] not in ("", "%")


def text_of(one: Element) -> str:
    """What an element says."""
    return "".join(c if isinstance(c, str) else text_of(c) for c in one.children)


def width_of(line: str) -> int:
    """How many letters wide a line is; a Chinese character is as wide as two."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in line)
