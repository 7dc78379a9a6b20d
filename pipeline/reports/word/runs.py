"""What an element says: its texts as runs of a paragraph, and how wide they are."""

from unicodedata import east_asian_width

from docx.shared import Pt
from docx.text.paragraph import Paragraph

from pipeline.reports.word.elements import Element
from pipeline.reports.word.looks import GREY

APART = frozenset({"badge", "count"})
"""Classes of what the page sets apart by its margins."""


def runs(into: Paragraph, one: Element, *, bold: bool = False, small: Pt | None = None) -> None:
    """The texts of an element, as they are set there; ``small``: the size of remarks in it."""
    for child in one.children:
        if isinstance(child, str):
            run = into.add_run(child)
            run.bold = bold or None
            if small is not None:
                run.font.size, run.font.color.rgb = small, GREY
        elif child.tag == "br":
            into.add_run().add_break()
        elif child.tag != "svg":
            if (
                "unit" in child.classes
                and text_of(child)[:1].isascii()
                and into.text[-1:].isdigit()
            ):
                into.add_run("" if text_of(child)[:1] == "%" else "\u00a0")
            remark = Pt(9) if "note" in child.classes and small is None else small
            runs(into, child, bold=bold or child.tag == "b", small=remark)
            if child.classes & APART:
                into.add_run(" ")


def text_of(one: Element) -> str:
    """What an element says."""
    return "".join(c if isinstance(c, str) else text_of(c) for c in one.children)


def width_of(line: str) -> int:
    """How many letters wide a line is; a Chinese character is as wide as two."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in line)
