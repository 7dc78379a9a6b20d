"""What frames the text of the Word circular: number, addressees, signature, and at the foot of the
last page copies and printing line; each where GB/T 9704 has it."""

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import _Element

from pipeline.reports.word.elements import Element
from pipeline.reports.word.looks import IMPRINT, PAGE, SPACER, TEXT, WIDTH, line_of, size_of
from pipeline.reports.word.runs import runs, text_of, width_of
from pipeline.reports.word.tables import said_again, whole

RED, UNDER_THE_NUMBER = "C00000", "11"
"""Of the rule under the number, and how far it stands below: 4 mm in points."""
THICK, THIN = "8", "6"
"""Eighths of a point: the outer rules of the imprint (0.35 mm) and those inside (0.25 mm)."""
SEALED = 4
"""Characters that the day of issue stands from the right, where the seal has its place."""
AT_THE_FOOT = {"leftFromText": "0", "rightFromText": "0", "vertAnchor": "margin",
               "horzAnchor": "page", "tblpX": str(Mm(PAGE["left_margin"]).twips),
               "tblpYSpec": "bottom"}  # fmt: skip
"""Where the imprint stands: across from the edge of the page, for Writer leaves a table that is as
wide as the text in the text otherwise."""
LETTER = 0.65
"""Of a character: the width of a letter in the widest face that may stand in for a missing one."""


def number(word: Word, one: Element) -> None:
    """The document's number in the middle, a red rule under it, the title two lines below."""
    added = word.add_paragraph(style=TEXT)
    added.alignment = WD_ALIGN_PARAGRAPH.CENTER
    added.paragraph_format.first_line_indent = Pt(0)
    added.paragraph_format.space_before = Pt(10)
    added.paragraph_format.space_after = 2 * line_of(word) - Pt(14)
    added.paragraph_format.keep_with_next = True
    runs(added, one)
    borders = OxmlElement("w:pBdr")
    borders.append(rule("bottom", "12", RED, UNDER_THE_NUMBER))
    added._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )


def rule(side: str, size: str, colour: str = "000000", space: str = "0") -> _Element:
    """A line along one side."""
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", size), ("space", space), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    return line


def addressees(word: Word, one: Element) -> None:
    """To whom it goes, from the left edge, a line below the title."""
    added = word.add_paragraph(style=TEXT)
    added.paragraph_format.first_line_indent = Pt(0)
    added.paragraph_format.space_before = line_of(word)
    indent = added._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "0")
    runs(added, one)


def signature(word: Word, one: Element) -> Paragraph:
    """The issuer in the middle over the day, and the day four characters from the right, so that
    a seal covers both; a long name moves the day to the left."""
    added = word.add_paragraph(style=TEXT)
    added.alignment = WD_ALIGN_PARAGRAPH.CENTER
    lines = added.paragraph_format
    lines.space_before, lines.keep_together = 2 * line_of(word), True
    lines.first_line_indent = Pt(0)
    runs(added, one)
    said = added.text.split("\n")
    name, day = (characters(one) for one in (said[0], said[-1]))
    half = max(SEALED + day / 2, name / 2) * Pt(size_of(word, TEXT))
    lines.left_indent = max(Pt(0), int(WIDTH - 2 * half))
    indent = added._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "0")
    return added


def characters(line: str) -> float:
    """How many characters wide a line is; letters side by side are wider than half of one."""
    return width_of(line) * (LETTER if line.isascii() else 0.5)


def imprint(word: Word, one: Element) -> None:
    """A table at the foot of the page it falls on: thick rules outside, a thin one inside."""
    lines = [part for part in one.elements() if part.tag == "p"]
    made = word.add_table(rows=0, cols=1)
    said_again(made)
    at_the_foot(made)
    for place, line in enumerate(lines):
        row, printed = made.add_row(), "printing" in line.classes
        whole(row, repeated=False)
        into = row.cells[0].paragraphs[0]
        into.style = IMPRINT
        (printing if printed else listed)(into, line, Pt(size_of(word, IMPRINT)))
        edges = OxmlElement("w:tcBorders")
        if place == 0 or printed:
            edges.append(rule("top", THIN if place else THICK))
        if place == len(lines) - 1:
            edges.append(rule("bottom", THICK))
        row.cells[0].width = WIDTH
        row.cells[0]._tc.get_or_add_tcPr().append(edges)
    word.add_paragraph(style=SPACER)


def at_the_foot(made: Table) -> None:
    """Let a table stand at the lower edge of the text of its page, as wide as the text."""
    made.autofit = False
    made.columns[0].width = WIDTH
    place = OxmlElement("w:tblpPr")
    for name, value in AT_THE_FOOT.items():
        place.set(qn(f"w:{name}"), value)
    properties, margins = made._tbl.tblPr, OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    style = properties.find(qn("w:tblStyle"))
    properties.insert(0 if style is None else 1, place)
    properties.find(qn("w:tblLook")).addprevious(margins)


def listed(into: Paragraph, line: Element, size: Length) -> None:
    """抄送：and names, a character from either side, the lines that follow under the first name."""
    hanging = width_of(text_of(line).split("：")[0]) // 2 + 1 if "：" in text_of(line) else 0
    lines = into.paragraph_format
    lines.left_indent, lines.right_indent = (1 + hanging) * size, size
    lines.first_line_indent = -hanging * size
    runs(into, line)


def printing(into: Paragraph, line: Element, size: Length) -> None:
    """Who had it printed at the left, the day at the right, a character from either side."""
    into.paragraph_format.left_indent, into.paragraph_format.right_indent = size, size
    into.paragraph_format.tab_stops.add_tab_stop(WIDTH - size, WD_TAB_ALIGNMENT.RIGHT)
    office, day = (text_of(part) for part in line.elements())
    into.add_run(f"{office}\t{day}")
