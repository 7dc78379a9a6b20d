"""The style sheet of a workbook: the looks of marked cells, made from the looks they had."""

import re
from dataclasses import dataclass

from pipeline.domain.form import Severity
from pipeline.reports.answer.xml_places import Splices, Tag, elements, in_ascii

COLOURS: dict[Severity, str] = {"error": "FFF9C9C4", "explain": "FFFCDFA6", "warning": "FFFDF6B8"}
"""Fills of marks. Odd enough to be told from a colour somebody chose."""
MARKED = re.compile("|".join(colour[2:] for colour in COLOURS.values()).encode(), re.I)
MINIMAL = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border/></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    b"</styleSheet>"
)
NO_FILL = b'<fill><patternFill patternType="none"/></fill>'
PLAIN_XF = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
TABLES = ("fonts", "fills", "borders", "cellXfs")


@dataclass
class Table:
    """One list of the style sheet: the entries it has, and those to be added."""

    tag: Tag
    entries: list[bytes]
    added: list[bytes]

    def add(self, entry: bytes) -> int:
        """Add an entry unless it is there among the new ones; return its number."""
        if entry in self.added:
            return len(self.entries) + self.added.index(entry)
        self.added.append(entry)
        return len(self.entries) + len(self.added) - 1

    def __getitem__(self, number: int) -> bytes:
        return [*self.entries, *self.added][number]


class StyleSheet:
    """A style sheet that grows. Raises OddXml, and KeyError when it lacks one of its lists."""

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self.tables: dict[str, Table] = {}
        self.has_parents = False
        inside: Table | None = None
        for depth, tag in elements(xml, 2):
            if depth == 1:
                inside = None
                self.has_parents |= tag.name == "cellStyleXfs"
                if tag.name in TABLES:
                    inside = self.tables[tag.name] = Table(tag, [], [])
            elif depth == 2 and inside is not None:
                inside.entries.append(xml[tag.start : tag.end])
        for name in TABLES:
            self.tables[name]
        self._marked: dict[tuple[int, Severity], int] = {}
        self._restored: dict[tuple[int, bytes], int] = {}

    @property
    def prefix(self) -> str:
        """The prefix elements are written with."""
        return self.tables["cellXfs"].tag.prefix

    def own(self, entry: str) -> bytes:
        """Return an entry in the style sheet's own spelling of element names."""
        return in_ascii(re.sub(r"<(/?)(\w)", rf"<\1{self.prefix}\2", entry))

    def marked(self, style: int, severity: Severity) -> int:
        """Return the number of a look that is like ``style`` but filled as a mark."""
        key = (style, severity)
        if key not in self._marked:
            colour = COLOURS[severity]
            fill = self.own(
                f'<fill><patternFill patternType="solid"><fgColor rgb="{colour}"/>'
                f'<bgColor indexed="64"/></patternFill></fill>'
            )
            self._marked[key] = self._with_fill(style, fill)
        return self._marked[key]

    def restored(self, style: int, fill: bytes) -> int:
        """Return the number of a look that is like ``style`` but filled as before."""
        key = (style, fill)
        if key not in self._restored:
            self._restored[key] = self._with_fill(style, fill)
        return self._restored[key]

    def fill_of(self, style: int) -> bytes:
        """Return the fill of a look, as it is written."""
        number = attribute(self._look(style), b"fillId")
        fills = self.tables["fills"]
        return fills[number] if number < len(fills.entries) + len(fills.added) else NO_FILL

    def is_marked(self, style: int) -> bool:
        """Whether a look is filled as a mark."""
        return MARKED.search(self.fill_of(style)) is not None

    def add_look(self, font: str, border: str, alignment: str) -> int:
        """Add a look of the list of problems; return its number.

        A text that begins like a formula stays a text with it, even when it is edited.
        """
        font_id = self.tables["fonts"].add(self.own(font))
        border_id = self.tables["borders"].add(self.own(border))
        parent = 'xfId="0" ' if self.has_parents else ""
        entry = (
            f'<xf numFmtId="0" fontId="{font_id}" fillId="0" borderId="{border_id}" '
            f'{parent}applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1" '
            f'quotePrefix="1">'
            f"{alignment}</xf>"
        )
        return self.tables["cellXfs"].add(self.own(entry))

    def result(self) -> bytes:
        """Return the style sheet with what was added."""
        splices = Splices(self.xml)
        for table in self.tables.values():
            if table.added:
                total = str(len(table.entries) + len(table.added))
                if table.tag.is_empty:
                    raise KeyError(table.tag.name)
                splices.set_attribute(table.tag.start, "count", total)
                splices.append_inside(table.tag, b"".join(table.added))
        return splices.result()

    def _look(self, style: int) -> bytes:
        looks = self.tables["cellXfs"]
        if 0 <= style < len(looks.entries) + len(looks.added):
            return looks[style]
        plain = PLAIN_XF if self.has_parents else PLAIN_XF.replace(b' xfId="0"', b"")
        return self.own(plain.decode())

    def _with_fill(self, style: int, fill: bytes) -> int:
        number = self.tables["fills"].add(fill)
        splices = Splices(self._look(style))
        splices.set_attribute(0, "fillId", str(number))
        splices.set_attribute(0, "applyFill", "1")
        return self.tables["cellXfs"].add(splices.result())


def attribute(tag: bytes, name: bytes) -> int:
    """Return a number that stands in a tag, 0 when it does not."""
    found = re.search(rb"\s" + name + rb"""\s*=\s*["'](\d+)""", tag)
    return int(found[1]) if found else 0
