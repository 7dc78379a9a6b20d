"""Where things stand in an XML text, so that it can be changed there and nowhere else.

The parser only says where; every byte that is not replaced stays as it was.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

from pipeline.domain.sheet_limits import escaped

ATTRIBUTE = re.compile(rb"""([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
DECLARED_ENCODING = re.compile(r"""(<\?xml[^>]*?)\s+encoding\s*=\s*(?:"[^"]*"|'[^']*')""")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class OddXml(ValueError):
    """The text is no well-formed XML, or declares entities of its own."""


@dataclass(slots=True)
class Tag:
    """An element's place: its start tag is ``[start, inner)``, its end tag ``[outer, end)``.

    Of an empty element (``<a/>``) ``inner``, ``outer`` and ``end`` are the same.
    """

    name: str
    prefix: str
    attributes: dict[str, str]
    start: int
    inner: int = 0
    outer: int = 0
    end: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether it is written ``<a/>``."""
        return self.inner == self.end

    def close(self, xml: bytes, at: int) -> None:
        """Note where the end tag stands; of an empty element the parser gives its own end."""
        empty = xml[self.inner - 2 : self.inner] == b"/>"
        self.outer = self.inner if empty else at
        self.end = self.inner if empty else tag_end(xml, at)

    @property
    def full_name(self) -> str:
        """The name as it is written, with its prefix."""
        return self.prefix + self.name


@dataclass(slots=True)
class Splices:
    """Changes to a text, made all at once."""

    content: bytes
    changes: list[tuple[int, int, bytes]] = field(default_factory=list)

    def replace(self, start: int, end: int, by: bytes) -> None:
        """Put other bytes where ``[start, end)`` is."""
        self.changes.append((start, end, by))

    def insert(self, at: int, what: bytes) -> None:
        """Put bytes before a place; several at one place keep the order of the calls."""
        self.changes.append((at, at, what))

    def append_inside(self, tag: Tag, what: bytes) -> None:
        """Put bytes before the end tag; an empty element is opened for them."""
        if tag.is_empty:
            opened = self.content[tag.start : tag.end - 2].rstrip() + b">"
            closing = b"</" + tag.full_name.encode() + b">"
            self.replace(tag.start, tag.end, opened + what + closing)
        else:
            self.insert(tag.outer, what)

    def set_attribute(self, start: int, name: str, value: str) -> None:
        """Set an attribute of the tag that starts at ``start``."""
        end = tag_end(self.content, start)
        for found in ATTRIBUTE.finditer(self.content, start, end):
            if found[1] == name.encode():
                self.replace(found.start(), found.end(), f'{name}="{value}"'.encode())
                return
        at = end - (2 if self.content[end - 2 : end] == b"/>" else 1)
        self.insert(at, f' {name}="{value}"'.encode())

    def result(self) -> bytes:
        """Return the changed text."""
        pieces, at = [], 0
        for start, end, by in sorted(self.changes, key=lambda change: change[:2]):
            pieces += [self.content[at:start], by]
            at = max(at, end)
        return b"".join([*pieces, self.content[at:]])


OnStart = Callable[[str, dict[str, str], int], None]
OnEnd = Callable[[str, int], None]


def walk(xml: bytes, on_start: OnStart, on_end: OnEnd) -> None:
    """Call back for every element with its written name and place. Raises OddXml."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, given: on_start(name, given, parser.CurrentByteIndex)
    parser.EndElementHandler = lambda name: on_end(name, parser.CurrentByteIndex)
    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, LookupError) as error:
        raise OddXml(str(error)) from error


def refuse_doctype(*_: object) -> None:
    """No Office part has a document type; one that has may expand without end."""
    raise OddXml("document type")


def elements(xml: bytes, deepest: int = 99) -> list[tuple[int, Tag]]:
    """Return every element down to a depth (the root is 0) with its depth, in their order."""
    found: list[tuple[int, Tag]] = []
    opened: list[Tag | None] = []

    def start(written: str, given: dict[str, str], at: int) -> None:
        tag = None
        if len(opened) <= deepest:
            tag = Tag(local_name(written), prefix_of(written), given, at, tag_end(xml, at))
            found.append((len(opened), tag))
        opened.append(tag)

    def end(_: str, at: int) -> None:
        tag = opened.pop()
        if tag is not None:
            tag.close(xml, at)

    walk(xml, start, end)
    return found


def root_of(xml: bytes) -> Tag:
    """Return the outermost element."""
    return elements(xml, 0)[0][1]


def children_of_root(xml: bytes) -> list[Tag]:
    """Return the elements right inside the outermost one."""
    return [tag for depth, tag in elements(xml, 1) if depth == 1]


def tag_end(xml: bytes, start: int) -> int:
    """Return where the tag that starts at ``start`` is over; a > in quotes does not end it."""
    at, quote = start, 0
    while True:
        letter = xml[at]
        if quote:
            quote = 0 if letter == quote else quote
        elif letter in b"\"'":
            quote = letter
        elif letter == 0x3E:
            return at + 1
        at += 1


def local_name(written: str) -> str:
    """Return a name without its prefix."""
    return written.rpartition(":")[2]


def prefix_of(written: str) -> str:
    """Return the prefix of a name with its colon, empty when it has none."""
    before, colon, _ = written.rpartition(":")
    return before + colon


def as_utf8(xml: bytes) -> bytes:
    """Return a text in UTF-8; two-byte encodings are turned into it."""
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return DECLARED_ENCODING.sub(r"\1", xml.decode("utf-16"), count=1).encode()
    return xml


def in_ascii(text: str) -> bytes:
    """Return markup in ASCII, so that it fits a text in any encoding."""
    return text.encode("ascii", "xmlcharrefreplace")


def element_text(text: str) -> str:
    """Return a text to stand between tags, where ``_x000D_`` stays what it is."""
    return escape(escaped(FORBIDDEN.sub("", text)), quote=False)


def attribute_text(text: str) -> str:
    """Return a text to stand in double quotes."""
    return escape(FORBIDDEN.sub("", text).replace("\n", " "))
