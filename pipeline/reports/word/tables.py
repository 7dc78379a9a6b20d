"""Tables of the Word circular: heads on every page, whole rows, columns by their figures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as Word
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell, _Row

from pipeline.reports.word.elements import Element
from pipeline.reports.word.looks import CELL, REMARK, SIZES, SPACER, WIDTH, size_of
from pipeline.reports.word.runs import is_word, runs, text_of, width_of

DRAWN = "axis"
"""The class of a table's column that holds drawings only."""
FIGURE = "n"
"""The class of cells that hold figures."""
LETTER, SIDES = 2.3, 2.4
"""Millimetres: the width of a letter in the widest of the faces a computer may show instead, and
the white at both sides of a cell."""
SHORTEST, LONGEST, TERSE = 12, 36, 8
"""In letters: the least a column of words gets, the most it asks for, and the longest
English text that is never broken: Q4 2024."""
RULES = {"top": ("8", "000000"), "bottom": ("8", "000000"), "insideH": ("4", "A6A6A6")}
"""Border → eighths of a point and colour; there are none upright."""
MARGIN = "57"
"""Twentieths of a point at either side of what is in a cell."""
BREAKABLE = re.compile(r"\s+")


@dataclass
class Need:
    """The room a column cannot do without and the room it asks for, in letters."""

    least: int = 4
    asked: int = 4


def table(word: Word, one: Element) -> None:
    """A table with its heads on every page, without the columns that hold drawings."""
    head, rest = one.first("thead"), one.first("tbody")
    lines = [line for part in (head, rest) if part for line in part.elements()]
    kept = [[c for c in line.elements() if DRAWN not in c.classes] for line in lines]
    if not kept:
        return
    heads = len(list(head.elements())) if head is not None else 0
    made = word.add_table(rows=0, cols=max(map(len, kept)))
    said_again(made)
    rule(made)
    for number, line in enumerate(kept):
        row = made.add_row()
        whole(row, repeated=number < heads)
        for place, cell in zip(row.cells, line, strict=False):
            fill(place, cell, bold=number < heads)
            for each in place.paragraphs if number < heads else ():
                each.paragraph_format.keep_with_next = True
    set_widths(made, kept, heads, size_of(word, CELL) / SIZES[CELL])
    word.add_paragraph(style=SPACER)


def whole(row: _Row, repeated: bool) -> None:
    """A row that is not broken across pages; heads stand on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))


def said_again(made: Table) -> None:
    """Leave out what the attribute ``val`` of a table's look says already: Word 2007 knows that
    one alone, and to it the others are errors."""
    for look in made._tbl.tblPr.findall(qn("w:tblLook")):
        for name in set(look.attrib) - {qn("w:val")}:
            del look.attrib[name]


def rule(made: Table) -> None:
    """Thin lines between the rows."""
    borders = OxmlElement("w:tblBorders")
    for side, (size, colour) in RULES.items():
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = made._tbl.tblPr
    after = [properties.find(qn(f"w:{name}")) for name in ("tblLayout", "tblLook")]
    follower = next((one for one in after if one is not None), None)
    if follower is None:
        properties.append(borders)
    else:
        follower.addprevious(borders)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), MARGIN)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(margins)
    else:
        look.addprevious(margins)


def set_widths(made: Table, lines: Sequence[Sequence[Element]], heads: int, scale: float) -> None:
    """Give each column the room its figures need, and words what is left."""
    widths = shares(needs(lines, heads, len(made.columns)), WIDTH.mm, scale)
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for row in made.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def needs(lines: Sequence[Sequence[Element]], heads: int, columns: int) -> list[Need]:
    """What each column needs. A figure is never broken, but an English unit may stand under it;
    of other texts no word is, and Chinese may be broken anywhere."""
    found = [Need() for _ in range(columns)]
    for number, line in enumerate(lines):
        for need, cell in zip(found, line, strict=False):
            said, *remarks = lines_of(cell)
            figures = FIGURE in cell.classes and number >= heads
            wide = [width_of(said), *(-(-width_of(one) // 2) for one in remarks)]
            need.asked = max(need.asked, min(LONGEST, max(wide)))
            apart = f"{figure_of(cell)} {unit_of(cell)}" if figures else said
            words = [word for one in (apart, *remarks) for word in BREAKABLE.split(one)]
            least = max((unbroken(word) for word in words), default=0)
            if figures:
                least = max(least, width_of(figure_of(cell)), *map(width_of, unit_of(cell).split()))
                need.asked = max(need.asked, width_of(said) + bool(unit_of(cell)))
            elif number >= heads and (not said.isascii() or width_of(said) <= TERSE):
                least = max(least, min(SHORTEST, width_of(said)))
            need.least = max(need.least, least)
            need.asked = max(need.asked, need.least)
    return found


def unit_of(cell: Element) -> str:
    """The English unit behind a figure; % and Chinese ones stay with it."""
    units = [one for one in cell.elements() if "unit" in one.classes]
    return text_of(units[0]) if units and is_word(text_of(units[0])) else ""


def figure_of(cell: Element) -> str:
    """A figure without such a unit."""
    kept = [c for c in cell.children if not is_remark(c)]
    return "".join(
        c if isinstance(c, str) else text_of(c)
        for c in kept
        if isinstance(c, str) or not ("unit" in c.classes and is_word(text_of(c)))
    )


def unbroken(word: str) -> int:
    """The longest part of a word that no line may break: letters and digits side by side."""
    return max((len(part) for part in re.findall(r"[!-~−÷≥≤…]+", word)), default=0)


def shares(needed: Sequence[Need], room: float, scale: float = 1.0) -> list[float]:
    """Millimetres of each column, together ``room``; ``scale``: of letters smaller than usual."""
    least = [SIDES + LETTER * scale * need.least for need in needed]
    asked = [SIDES + LETTER * scale * need.asked for need in needed]
    if sum(least) >= room:
        return [room * one / sum(least) for one in least]
    if sum(asked) <= room:
        return [room * one / sum(asked) for one in asked]
    more = [wish - must for wish, must in zip(asked, least, strict=True)]
    left = room - sum(least)
    return [must + left * one / sum(more) for must, one in zip(least, more, strict=True)]


def lines_of(cell: Element) -> list[str]:
    """What stands in each line of a cell."""
    said = Element(cell.tag, children=[c for c in cell.children if not is_remark(c)])
    return [text_of(said), *(text_of(c) for c in cell.elements() if is_remark(c))]


def fill(place: _Cell, cell: Element, bold: bool) -> None:
    """A cell: what it says, and each remark under it in a line of its own."""
    place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    first = place.paragraphs[0]
    first.style = CELL
    said = Element(cell.tag, cell.classes, [c for c in cell.children if not is_remark(c)])
    runs(first, said, bold=bold, between=" ")
    for remark in (c for c in cell.elements() if is_remark(c)):
        runs(place.add_paragraph(style=REMARK), remark)
    if FIGURE in cell.classes:
        for each in place.paragraphs:
            each.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def is_remark(child: Element | str) -> bool:
    """Whether it stands in a line of its own."""
    return isinstance(child, Element) and child.tag == "div"
