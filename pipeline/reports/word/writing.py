"""``write_word``: what the page of the report says, as a document an office edits and issues.

Every element of the page has its place here, so that what is added there is here too. Bars drawn
in a table's cells are left out; the charts stand where the page has them.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from unicodedata import east_asian_width

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from pipeline.reports.word.elements import Element, body_of

LATIN, BODY_FACE, HEAD_FACE = "Times New Roman", "仿宋", "黑体"
PAGE = {"page_width": 210, "page_height": 297, "left_margin": 28, "right_margin": 26,
        "top_margin": 37, "bottom_margin": 35}  # fmt: skip
"""Millimetres, as official documents have them (GB/T 9704)."""
WIDTH, HEIGHT = Mm(156), Mm(205)
"""The largest picture that is not cut: the width of the text, and its height less a head."""
SIZES = {"Normal": 12.0, "Title": 18.0, "Heading 1": 15.0, "Heading 2": 12.0}
SMALL, CELL = Pt(9), Pt(9.5)
MARGINS, LONGEST = 4, 26
"""In letters: the white at both sides of a cell, and the most that a column gets for a line."""
GREY = RGBColor(0x59, 0x59, 0x59)
CHARTS = {"trends": "trends", "below": "ranking", "received": "received"}
"""The class of a section of the page → the chart in it."""
DRAWN = "axis"
"""The class of a table's column that holds drawings only."""
DRAWN_IN_A_TABLE = {"targets": "targets"}
"""The class of a section with such a column → the chart that stands behind its table instead."""
APART = frozenset({"badge", "count"})
"""Classes of what the page sets apart by its margins."""
FIELDS = {"&P": "PAGE", "&N": "NUMPAGES"}
EARLIEST = (1980, 1, 1, 0, 0, 0)


def write_word(
    path: Path, page: str, charts: Mapping[str, Path], title: str, written: datetime, foot: str = ""
) -> None:
    """Write the document. ``charts``: name → PNG; ``foot`` stands under every page, with the
    page's number for ``&P`` and their count for ``&N``. The same page gives the same bytes."""
    word = Document()
    set_up(word)
    number_pages(word, foot)
    word.core_properties.title = title
    word.core_properties.author = ""
    word.core_properties.created = word.core_properties.modified = written
    blocks(word, body_of(page), charts, "")
    out = BytesIO()
    word.save(out)
    path.write_bytes(undated(out.getvalue()))


def undated(content: bytes) -> bytes:
    """The same parts without the moment at which they were packed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as packed, zipfile.ZipFile(out, "w") as again:
        for member in packed.infolist():
            about = zipfile.ZipInfo(member.filename, EARLIEST)
            again.writestr(about, packed.read(member), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def set_up(word: Word) -> None:
    """Paper and faces."""
    for name, length in PAGE.items():
        setattr(word.sections[0], name, Mm(length))
    for name, size in SIZES.items():
        style = word.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.name, style.font.size = LATIN, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        fonts.set(qn("w:eastAsia"), BODY_FACE if name == "Normal" else HEAD_FACE)


def number_pages(word: Word, foot: str) -> None:
    """The foot of every page, in its middle."""
    into = word.sections[0].footer.paragraphs[0]
    into.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for piece in re.split("(&[PN])", foot):
        if piece in FIELDS:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), FIELDS[piece])
            run = into.add_run("1")
            field.append(run._r)
            into._p.append(field)
        else:
            run = into.add_run(piece)
        run.font.size, run.font.color.rgb = SMALL, GREY


def picture(word: Word, path: Path) -> None:
    """A chart, as large as the page has room for."""
    added = word.add_picture(str(path), width=WIDTH)
    if added.height > HEIGHT:
        added.width, added.height = Mm(WIDTH.mm * HEIGHT / added.height), HEIGHT


def blocks(word: Word, parent: Element, charts: Mapping[str, Path], place: str) -> None:
    """Everything in an element, from top to bottom; ``place``: the section it is in."""
    for one in parent.elements():
        if one.tag in ("h1", "h2", "h3"):
            heading(word, one)
        elif one.tag in ("p", "li"):
            paragraph(word, one)
        elif one.tag == "table":
            table(word, one)
        elif one.tag == "figure":
            chart = charts.get(CHARTS.get(place, ""))
            if chart is not None:
                picture(word, chart)
        elif one.tag == "dl":
            terms(word, one)
        elif one.tag != "nav":  # the way to other pages
            inside = next(iter(one.classes & CHARTS.keys()), place)
            blocks(word, one, charts, inside)
            for section in one.classes & DRAWN_IN_A_TABLE.keys():
                chart = charts.get(DRAWN_IN_A_TABLE[section])
                if chart is not None:
                    picture(word, chart)


def heading(word: Word, one: Element) -> None:
    """The title in the middle, other heads at the left."""
    style = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2"}[one.tag]
    added = word.add_paragraph(style=style)
    if one.tag == "h1":
        added.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for child in one.children:  # what the page sets apart by its margins
        apart = isinstance(child, Element) and bool(added.text)
        runs(added, Element(one.tag, children=[" ", child] if apart else [child]))


def paragraph(word: Word, one: Element) -> None:
    """A paragraph; entries of a numbered list have their number."""
    added = word.add_paragraph(style="List Number" if one.tag == "li" else None)
    if "signature" in one.classes:
        added.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    runs(added, one, small="note" in one.classes)


def terms(word: Word, one: Element) -> None:
    """Terms and what is said of them, a line each."""
    added: Paragraph | None = None
    for part in flat(one):
        if part.tag == "dt":
            added = word.add_paragraph()
            runs(added, part, bold=True)
            added.add_run("　")
        elif part.tag == "dd" and added is not None:
            runs(added, part)


def flat(one: Element) -> Iterator[Element]:
    """The terms of a list, also those that are grouped."""
    for part in one.elements():
        if part.tag == "div":
            yield from flat(part)
        else:
            yield part


def table(word: Word, one: Element) -> None:
    """A table with its heads on every page, without the columns that hold drawings."""
    head, rest = one.first("thead"), one.first("tbody")
    lines = [line for part in (head, rest) if part for line in part.elements()]
    kept = [[c for c in line.elements() if DRAWN not in c.classes] for line in lines]
    if not kept:
        return
    made = word.add_table(rows=0, cols=max(map(len, kept)), style="Table Grid")
    said_again(made)
    for number, line in enumerate(kept):
        row = made.add_row()
        if head is not None and number < len(list(head.elements())):
            repeated = OxmlElement("w:tblHeader")
            row._tr.get_or_add_trPr().append(repeated)
        for place, cell in zip(row.cells, line, strict=False):
            fill(place, cell, bold=cell.tag == "th" and number == 0)
    set_widths(made, kept)
    word.add_paragraph()


def set_widths(made: Table, lines: Sequence[Sequence[Element]]) -> None:
    """Give each column room by its longest line: Word would make all of them alike. Heads and
    remarks may break once."""
    longest = [MARGINS] * len(made.columns)
    for number, line in enumerate(lines):
        for place, cell in enumerate(line):
            said, *remarks = map(width_of, lines_of(cell))
            halves = [-(-width // 2) for width in (remarks if number else (said, *remarks))]
            needed = max([said if number else 0, *halves])
            longest[place] = max(longest[place], MARGINS + min(LONGEST, needed))
    made.autofit = False
    widths = [Mm(WIDTH.mm * share / sum(longest)) for share in longest]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for row in made.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def lines_of(cell: Element) -> list[str]:
    """What stands in each line of a cell."""
    said = Element(cell.tag, children=[c for c in cell.children if not is_remark(c)])
    return [text_of(said), *(text_of(c) for c in cell.elements() if is_remark(c))]


def text_of(one: Element) -> str:
    """What an element says."""
    return "".join(c if isinstance(c, str) else text_of(c) for c in one.children)


def width_of(line: str) -> int:
    """How many letters wide a line is; a Chinese character is as wide as two."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in line)


def said_again(made: Table) -> None:
    """Leave out what the attribute ``val`` of a table's look says already: Word 2007 knows that
    one alone, and to it the others are errors."""
    for look in made._tbl.tblPr.findall(qn("w:tblLook")):
        for name in set(look.attrib) - {qn("w:val")}:
            del look.attrib[name]


def fill(place: _Cell, cell: Element, bold: bool) -> None:
    """A cell: what it says, and each remark under it in a line of its own."""
    first = place.paragraphs[0]
    right = "n" in cell.classes
    said = Element(cell.tag, cell.classes, [c for c in cell.children if not is_remark(c)])
    runs(first, said, bold=bold, size=CELL)
    if right:
        first.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for remark in (c for c in cell.elements() if is_remark(c)):
        added = place.add_paragraph()
        runs(added, remark, small=True)
        if right:
            added.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for each in place.paragraphs:
        each.paragraph_format.space_after = Pt(0)


def is_remark(child: Element | str) -> bool:
    """Whether it stands in a line of its own."""
    return isinstance(child, Element) and child.tag == "div"


def runs(
    into: Paragraph,
    one: Element,
    *,
    bold: bool = False,
    small: bool = False,
    size: Pt | None = None,
) -> None:
    """The texts of an element, as they are set there."""
    for child in one.children:
        if isinstance(child, str):
            run = into.add_run(child)
            run.bold = bold or None
            run.font.size = SMALL if small else size
            if small:
                run.font.color.rgb = GREY
        elif child.tag == "br":
            into.add_run().add_break()
        elif child.tag != "svg":
            strong = bold or child.tag == "b"
            runs(into, child, bold=strong, small=small or "note" in child.classes, size=size)
            if child.classes & APART:
                into.add_run(" ")
