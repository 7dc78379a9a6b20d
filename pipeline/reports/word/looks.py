"""Paper, faces and paragraphs of the Word circular: those of official documents (GB/T 9704)."""

import re

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from lxml import etree

LATIN, BODY_FACE, HEAD_FACE = "Times New Roman", "仿宋", "黑体"
TITLE_FACE, SECOND_FACE = "方正小标宋简体", "楷体"
INSTEAD = {
    BODY_FACE: "FangSong", HEAD_FACE: "SimHei", SECOND_FACE: "KaiTi", TITLE_FACE: "SimSun",
}  # fmt: skip
"""Face → its other name, or the face that stands for it where it is not there."""
PAGE = {"page_width": 210, "page_height": 297, "left_margin": 28, "right_margin": 26,
        "top_margin": 37, "bottom_margin": 35}  # fmt: skip
"""Millimetres."""
WIDTH = Mm(156)
"""Of the text."""
LINE = Pt(28)
TEXT, CHART, CELL, REMARK = "Body Text", "Chart", "Cell", "Remark"
"""Styles: a paragraph of the text, a chart, what stands in a table, what is said small."""
LIST = "List Number"
TERM, SPACER, IMPRINT = "Term", "Spacer", "Imprint"
"""Styles: a line of a definition in the annex, the white under a table, copies and printing."""
GREY = RGBColor(0x59, 0x59, 0x59)
SMALL = Pt(9)
FIELDS = {"&P": "PAGE", "&N": "NUMPAGES"}
SIZES = {"Normal": 16.0, TEXT: 16.0, LIST: 16.0, "Title": 22.0, "Heading 1": 16.0,
         "Heading 2": 16.0, CHART: 10.5, CELL: 9.5, REMARK: 8.5, TERM: 10.5,
         SPACER: 6.0, IMPRINT: 14.0}  # fmt: skip
ENGLISH = {"Normal": 12.0, TEXT: 12.0, LIST: 12.0, "Title": 18.0, "Heading 1": 12.0,
           "Heading 2": 12.0, CELL: 8.5, REMARK: 7.5, TERM: 9.5, IMPRINT: 12.0}  # fmt: skip
"""Sizes that are others in English: letters are read smaller than characters."""
FACES = {"Title": TITLE_FACE, "Heading 1": HEAD_FACE, "Heading 2": SECOND_FACE}
INDENTED = (TEXT, "Heading 1", "Heading 2")
"""Begin two characters from the left."""
SPACED = (TEXT, LIST, "Heading 1", "Heading 2")
"""Stand in lines of ``LINE``; all others in lines that grow with what is in them."""


def set_up(word: Word, english: bool = False) -> None:
    """Paper, faces and paragraphs."""
    sizes = SIZES | ENGLISH if english else SIZES
    for name, length in PAGE.items():
        setattr(word.sections[0], name, Mm(length))
    for grid in word.sections[0]._sectPr.findall(qn("w:docGrid")):
        word.sections[0]._sectPr.remove(grid)  # would stretch small lines to those of the grid
    defaults = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if defaults is not None:
        defaults.set(qn("w:eastAsia"), "zh-CN")
    known = {style.name for style in word.styles}
    for name, size in sizes.items():
        if name not in known:
            word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style = word.styles[name]
        assert isinstance(style, ParagraphStyle)
        set_face(style, size)
        set_lines(style, size)
    name_faces(word)


def set_face(style: ParagraphStyle, size: float) -> None:
    """Face, size and black ink of a style."""
    style.font.name, style.font.size, style.font.bold = LATIN, Pt(size), False
    style.font.color.rgb = GREY if style.name == REMARK else RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(kind), None)
    fonts.set(qn("w:eastAsia"), FACES.get(str(style.name), BODY_FACE))


def size_of(word: Word, name: str) -> float:
    """The points of a style."""
    style = word.styles[name]
    assert isinstance(style, ParagraphStyle)
    size = style.font.size
    assert isinstance(size, Length)
    return float(size.pt)


def line_of(word: Word) -> int:
    """How high a line of the text is."""
    return Pt(round(LINE.pt * size_of(word, TEXT) / SIZES[TEXT]))


def set_lines(style: ParagraphStyle, size: float) -> None:
    """Lines, white around and indent of a style."""
    lines, properties = style.paragraph_format, style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    lines.space_before = lines.space_after = Pt(0)
    lines.widow_control = True
    if style.name in SPACED:
        lines.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        lines.line_spacing = Pt(round(LINE.pt * size / SIZES[TEXT]))
    elif style.name in (CELL, REMARK):
        lines.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
        lines.line_spacing = Pt(size * 1.35)
    else:
        lines.line_spacing = 1.0
    if style.name in INDENTED:
        lines.first_line_indent = Pt(2 * size)
        properties.get_or_add_ind().set(qn("w:firstLineChars"), "200")
    if style.name == "Title":
        lines.space_before, lines.space_after = Pt(14), Pt(14)
        lines.line_spacing_rule, lines.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(34)
    if style.name == TERM:
        lines.space_after = Pt(2)
    if style.name == CHART:
        lines.space_before = lines.space_after = Pt(6)
    if style.name in ("Heading 1", "Heading 2"):
        lines.space_before = Pt(7)
    if style.name in ("Heading 1", "Heading 2", "Title"):
        lines.keep_with_next = True


def name_faces(word: Word) -> None:
    """Say in the table of faces what each is called elsewhere; none is in the file."""
    for related in word.part.rels.values():
        if not related.reltype.endswith("/fontTable"):
            continue
        part = related.target_part
        table = etree.fromstring(part.blob)
        for face, other in INSTEAD.items():
            font = etree.SubElement(table, qn("w:font"), {qn("w:name"): face})
            said = (("altName", other), ("charset", "86"), ("family", "auto"), ("pitch", "auto"))
            for tag, value in said:
                etree.SubElement(font, qn(f"w:{tag}"), {qn("w:val"): value})
        part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)


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
