"""Comments of one sheet and the boxes they are shown in, added to those that are there."""

import re

from pipeline.domain.sheet_limits import MOST_TEXT, cut
from pipeline.reports.answer.sheet_part import Cell, address, parse_address
from pipeline.reports.answer.xml_places import (
    Splices,
    Tag,
    element_text,
    elements,
    in_ascii,
)

AUTHOR = "unionkpi"
SIGN = "【unionkpi】"
"""Begins every comment of ours, so that an answer can take back the ones of the answer before."""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
EMPTY = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{MAIN}">'
    "<authors></authors><commentList></commentList></comments>"
).encode()
EMPTY_BOXES = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml"'
    b' xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
SHAPE_TYPE = (
    '<v:shapetype xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" id="_x0000_t202" coordsize="21600,21600" '
    'o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
SHAPE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{number}" '
    'type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:5pt;'
    'width:210pt;height:{height}pt;z-index:1;visibility:hidden" fillcolor="#fffdf0" '
    'o:insetmode="auto"><v:fill color2="#fffdf0"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 20, {bottom}, 4</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)
SHAPE_NUMBER = re.compile(rb'_s(\d+)"')
ONE_SHAPE = re.compile(rb"<v:shape\s.*?</v:shape>", re.S)
SHAPE_CELL = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>\s*<x:Column>\s*(\d+)\s*</x:Column>")
LINE, LETTERS_A_LINE, ROW_HEIGHT = 15, 17, 18
MOST_COMMENT = 8_000
"""Characters of a comment of ours; nobody reads more in a box, and the sheet of problems has all.
Where so much does not fit behind a comment that is there, nothing is added."""
TALLEST_BOX = 2_000
"""Points."""


def add_comments(xml: bytes, texts: dict[Cell, str]) -> tuple[bytes, list[Cell]]:
    """Return the comments with ours added, and the cells that had none before.

    A cell has one comment: where there is one, ours follows it.
    """
    found = [tag for _, tag in elements(xml, 4)]
    authors = next(tag for tag in found if tag.name == "authors")
    listed = next(tag for tag in found if tag.name == "commentList")
    count = sum(tag.name == "author" for tag in found)
    existing = text_elements(found)
    p = listed.prefix
    splices = Splices(xml)
    splices.append_inside(authors, in_ascii(f"<{p}author>{AUTHOR}</{p}author>"))
    fresh, new = [], ""
    for cell, text in sorted(texts.items()):
        body = element_text(cut(f"{SIGN}{text}", MOST_COMMENT))
        run = f'<{p}r><{p}t xml:space="preserve">{{}}</{p}t></{p}r>'
        if cell in existing:
            there = existing[cell]
            if MOST_TEXT - (there.outer - there.inner) > MOST_COMMENT:
                splices.append_inside(there, in_ascii(run.format("\n" + body)))
        else:
            fresh.append(cell)
            new += f'<{p}comment ref="{address(cell)}" authorId="{count}"><{p}text>'
            new += f"{run.format(body)}</{p}text></{p}comment>"
    splices.append_inside(listed, in_ascii(new))
    return splices.result(), fresh


def text_elements(found: list[Tag]) -> dict[Cell, Tag]:
    """Return the ``text`` element of each comment."""
    texts: dict[Cell, Tag] = {}
    cell: Cell | None = None
    for tag in found:
        if tag.name == "comment":
            cell = parse_address(tag.attributes.get("ref", ""))
        elif tag.name == "text" and cell is not None:
            texts.setdefault(cell, tag)
    return texts


def without_ours(xml: bytes) -> tuple[bytes, list[Cell]]:
    """Return the comments without what we wrote, and the cells that have none any more."""
    tags = [tag for _, tag in elements(xml, 6)]
    splices, gone = Splices(xml), []
    for comment in (tag for tag in tags if tag.name == "comment"):
        pieces = [
            t for t in tags
            if t.name == "t" and comment.start < t.start < comment.end and not t.is_empty
        ]  # fmt: skip
        said = [xml[t.inner : t.outer] for t in pieces]
        whole = b"".join(said)
        at = min((i for sign in signs() if (i := whole.find(sign)) >= 0), default=-1)
        if at < 0:
            continue
        kept = whole[:at].strip()
        cell = parse_address(comment.attributes.get("ref", ""))
        if not kept or cell is None:
            splices.replace(comment.start, comment.end, b"")
            gone += [cell] if cell else []
            continue
        before = 0
        for tag, text in zip(pieces, said, strict=True):
            left = text[: max(0, min(len(text), at - before))]
            if left != text:
                splices.replace(tag.inner, tag.outer, left.rstrip())
            before += len(text)
    return splices.result(), gone


def signs() -> tuple[bytes, bytes]:
    """Return our sign as it may be written: in UTF-8, or as character references."""
    return SIGN.encode(), in_ascii(SIGN)


def add_boxes(xml: bytes, texts: dict[Cell, str]) -> bytes:
    """Return the drawing with a hidden box for each comment.

    Such drawings are not always well-formed, so they are only added to at their end.
    """
    end = xml.rfind(b"</")
    if end < 0:
        xml, end = EMPTY_BOXES, EMPTY_BOXES.rfind(b"</")
    number = max([1024, *map(int, SHAPE_NUMBER.findall(xml))])
    what = "" if b'id="_x0000_t202"' in xml else SHAPE_TYPE
    for (row, column), text in sorted(texts.items()):
        number += 1
        lines = 1 + sum(1 + len(part) // LETTERS_A_LINE for part in text.split("\n"))
        height = min(lines * LINE, TALLEST_BOX)
        top = max(row - 2, 0)
        what += SHAPE.format(
            number=number, height=height, left=column, top=top, right=column + 4,
            bottom=top + 1 + height // ROW_HEIGHT, row=row - 1, column=column - 1,
        )  # fmt: skip
    return xml[:end] + what.encode() + xml[end:]


def without_boxes(xml: bytes, cells: list[Cell]) -> bytes:
    """Return the drawing without the boxes of some cells."""
    gone = set(cells)

    def kept(shape: re.Match[bytes]) -> bytes:
        at = SHAPE_CELL.search(shape[0])
        return b"" if at and (int(at[1]) + 1, int(at[2]) + 1) in gone else shape[0]

    return ONE_SHAPE.sub(kept, xml)
