"""``write_word``: what the page of the report says, as a document an office edits and issues.

Every element of the page has its place here, so that what is added there is here too. Bars drawn
in a table's cells are left out. A chart stands where the page has it; one that would leave the
page before it half empty stands at the end, on a page with what is said under it.
"""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.image.image import Image
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from pipeline.reports.word import framing
from pipeline.reports.word.elements import Element, body_of
from pipeline.reports.word.looks import (
    CHART,
    LIST,
    REMARK,
    TERM,
    TEXT,
    WIDTH,
    number_pages,
    set_up,
)
from pipeline.reports.word.runs import runs
from pipeline.reports.word.tables import table

HEIGHT, LOW = Mm(205), Mm(125)
"""The tallest picture that is not cut, and the tallest that stands within the text."""
CHARTS = {"trends": "trends", "below": "ranking", "received": "received"}
"""The class of a section of the page → the chart in it."""
DRAWN_IN_A_TABLE = {"targets": "targets"}
"""The class of a section whose table draws in its cells → the chart that stands instead."""
ANNEX, SIGNED, IMPRINT = "annex", "signature", "imprint"
FRAME = {"number": framing.number, "to": framing.addressees, SIGNED: framing.signature}
"""The class of a paragraph that frames the text → what writes it."""
ENGLISH_PAGE = '<html lang="en">'
EARLIEST = (1980, 1, 1, 0, 0, 0)


@dataclass
class Writing:
    """The document so far, and the charts that stand at its end."""

    word: Word
    charts: Mapping[str, Path]
    later: str
    """What is said where a chart stands at the end."""
    at_the_end: list[tuple[Path, Element | None]] = field(default_factory=list)
    imprint: Element | None = None
    """What stands at the foot of the last page."""


def write_word(
    path: Path, page: str, charts: Mapping[str, Path], title: str, written: datetime,
    foot: str = "", later: str = "",
) -> None:  # fmt: skip
    """Write the document. ``charts``: name → PNG; ``foot`` stands under every page, with the
    page's number for ``&P`` and their count for ``&N``; ``later`` where a chart stands at the
    end. The same page gives the same bytes."""
    word = Document()
    set_up(word, english=ENGLISH_PAGE in page)
    number_pages(word, foot)
    word.core_properties.title = title
    word.core_properties.author = ""
    word.core_properties.created = word.core_properties.modified = written
    writing = Writing(word, charts, later)
    blocks(writing, body_of(page), "")
    for chart, note in writing.at_the_end:
        picture(word, chart, note is not None).paragraph_format.page_break_before = True
        if note is not None:
            paragraph(word, note)
    if writing.imprint is not None:
        framing.imprint(word, writing.imprint)
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


def picture(word: Word, path: Path, noted: bool) -> Paragraph:
    """A chart, as large as the page has room for, on the page of its note; its paragraph."""
    added = word.add_picture(str(path), width=WIDTH)
    if added.height > HEIGHT:
        added.width, added.height = Mm(WIDTH.mm * HEIGHT / added.height), HEIGHT
    into = word.paragraphs[-1]
    into.style, into.alignment = word.styles[CHART], WD_ALIGN_PARAGRAPH.CENTER
    into.paragraph_format.keep_with_next = noted
    return into


def place_chart(writing: Writing, path: Path, note: Element | None) -> None:
    """A low chart here, with what is said under it; a tall one at the end."""
    size = Image.from_file(str(path))
    if WIDTH * size.px_height / size.px_width > LOW and writing.later:
        writing.at_the_end.append((path, note))
        writing.word.add_paragraph(writing.later, style=REMARK)
        return
    picture(writing.word, path, note is not None)
    if note is not None:
        paragraph(writing.word, note)


def blocks(writing: Writing, parent: Element, place: str) -> None:
    """Everything in an element, from top to bottom; ``place``: the section it is in."""
    word, parts, taken = writing.word, list(parent.elements()), None
    for one, after in zip(parts, [*parts[1:], None], strict=True):
        if one is taken:
            continue
        if one.tag in ("h1", "h2", "h3"):
            heading(word, one, place)
        elif one.tag in ("p", "li"):
            paragraph(word, one, place)
        elif one.tag == "table":
            table(word, one)
        elif one.tag == "figure":
            chart = writing.charts.get(CHARTS.get(place, ""))
            if chart is not None:
                taken = after if after is not None and is_note(after) else None
                place_chart(writing, chart, taken)
        elif one.tag == "dl":
            terms(word, one, together=place == ANNEX)
        elif IMPRINT in one.classes:
            writing.imprint = one
        elif one.tag != "nav":  # the way to other pages
            inside = next(iter(one.classes & {*CHARTS, ANNEX}), place)
            blocks(writing, one, inside)
            for section in one.classes & DRAWN_IN_A_TABLE.keys():
                chart = writing.charts.get(DRAWN_IN_A_TABLE[section])
                if chart is not None:
                    place_chart(writing, chart, None)


def is_note(one: Element) -> bool:
    """Whether it is said small."""
    return one.tag == "p" and "note" in one.classes


def heading(word: Word, one: Element, place: str) -> None:
    """The title in the middle, other heads at the left; an annex begins on a new page."""
    style = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2"}[one.tag]
    small = place == ANNEX and one.tag == "h3"
    added = word.add_paragraph(style=TERM if small else style)
    if one.tag == "h1":
        added.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if place == ANNEX:
        added.paragraph_format.page_break_before = one.tag == "h2"
        added.paragraph_format.first_line_indent = Pt(0)
        added.paragraph_format.keep_with_next = True
        added.paragraph_format.space_before = Pt(6) if small else None
    for child in one.children:  # what the page sets apart by its margins
        apart = isinstance(child, Element) and bool(added.text)
        runs(added, Element(one.tag, children=[" ", child] if apart else [child]), bold=small)


def paragraph(word: Word, one: Element, place: str = "") -> None:
    """A paragraph; entries of a numbered list have their number."""
    for kind in one.classes & FRAME.keys():
        FRAME[kind](word, one)
        return
    small = one.classes & {"note", "banner"}
    style = LIST if one.tag == "li" else REMARK if small else TERM if place == ANNEX else TEXT
    added = word.add_paragraph(style=style)
    runs(added, one)


def terms(word: Word, one: Element, together: bool) -> None:
    """Terms and what is said of them, a line each, or all one after another."""
    style = TERM if together else TEXT
    added: Paragraph | None = None
    for part in flat(one):
        if part.tag == "dt":
            if added is None or not together:
                added = word.add_paragraph(style=style)
            else:
                added.add_run("　")
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
