"""What Excel and Word are known to repair or refuse, looked for in a file that was written.

A program of Microsoft's format says whether the parts obey the schema; this says what no schema
does: limits of length, names that collide, ranges that overlap, parts that nobody refers to or
that are missing. ``traps`` gives a line for each; an empty list is a file without any.
"""

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from xml.etree import ElementTree as ET

Element = ET.Element
LONGEST_SHEET_NAME, LONGEST_DEFINED_NAME = 31, 255
NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
RESERVED = ("history",)
DEFINED_NAME = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*")
LIKE_A_CELL = re.compile(r"[a-z]{1,3}\d{1,7}|r\d*c\d*|r|c", re.I)
QUOTED = re.compile(r"'((?:[^']|'')+)'!")
UNQUOTED = re.compile(r"(?<![\w'\]])([^\W\d][\w.]*)!")
BARE_NAME = re.compile(r"[^\W\d][\w.]*")
MOST_LOOKS, MOST_FONTS, BUILT_IN_FORMATS = 65_490, 65_490, 164
LONGEST_FORMAT = 255
MOST_WORD_COLUMNS = 63
"""Of a table in Word."""
WORD_ROW, WORD_CELL = "tr", "tc"
ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
NO_CONTENT_TYPE = ("[content_types].xml",)


@dataclass
class Parts:
    """The parts of a package: bytes, trees of those that are XML, relations of each."""

    content: dict[str, bytes]
    trees: dict[str, Element] = field(default_factory=dict)
    related: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    """part → relation id → (last word of its type, target part; empty when it is outside)"""

    def of_kind(self, part: str, kind: str) -> list[str]:
        """The parts of one kind that a part refers to."""
        return [t for found, t in self.related.get(part, {}).values() if found == kind]

    def trees_of(self, part: str, kind: str) -> list[Element]:
        """The trees of those that are there and are XML."""
        return [self.trees[name] for name in self.of_kind(part, kind) if name in self.trees]

    def target(self, part: str, relation: str | None) -> str:
        """The part behind a relation id; empty when there is none."""
        return self.related.get(part, {}).get(relation or "", ("", ""))[1]


def traps(content: bytes) -> list[str]:
    """Return what would make a program repair or refuse the file, one line each."""
    from benchmarks.sheet_traps import sheet_traps

    try:
        with zipfile.ZipFile(BytesIO(content)) as bundle:
            names = bundle.namelist()
            parts = Parts({name: bundle.read(name) for name in names})
    except (zipfile.BadZipFile, OSError) as error:
        return [f"no package: {error}"]
    found = [f"{n}: twice in the package" for n, c in Counter(map(str.lower, names)).items()
             if c > 1]  # fmt: skip
    found += list(parsed(parts))
    if not found:
        found += package_traps(parts)
        for book in parts.of_kind("", "officeDocument"):
            if book.endswith("document.xml"):
                found += word_traps(parts.trees[book])
                continue
            names_of = list(sheet_names(parts, book))
            found += workbook_traps(parts, book, [name for name, _ in names_of])
            looks = 0
            for styles in parts.trees_of(book, "styles"):
                found += style_traps(styles)
                looks = len(list(child(styles, "cellXfs")))
            strings = [text_of(item) for part in parts.of_kind(book, "sharedStrings")
                       for item in parts.trees.get(part, ())]  # fmt: skip
            for name, part in names_of:
                if part in parts.trees:
                    found += [f"{name}: {said}" for said in sheet_traps(
                        parts, part, looks, strings, [n for n, _ in names_of])]  # fmt: skip
    return found


def parsed(parts: Parts) -> Iterator[str]:
    """Read every XML part and its relations; say which are not well-formed."""
    for name, content in parts.content.items():
        if not name.lower().endswith((".xml", ".rels", ".vml")) or name.endswith("/"):
            continue
        if b"<!DOCTYPE" in content:
            yield f"{name}: has a document type"
            continue
        try:
            parts.trees[name] = ET.fromstring(content)
        except ET.ParseError as error:
            if not name.lower().endswith(".vml"):  # Excel writes some that are not well-formed
                yield f"{name}: not well-formed ({error})"
    spelled = {name.lower(): name for name in parts.content}
    for name, tree in parts.trees.items():
        if name.endswith(".rels"):
            folder, own = posixpath.split(name)
            part = posixpath.join(posixpath.dirname(folder), own.removesuffix(".rels"))
            parts.related[part] = {
                one.get("Id", ""): (
                    one.get("Type", "").rsplit("/", 1)[-1],
                    "" if one.get("TargetMode") == "External"
                    else spelled.get((there := resolved(part, one.get("Target", ""))).lower(),
                                     there),
                )
                for one in tree
            }  # fmt: skip


def resolved(part: str, target: str) -> str:
    """The part that a target means."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def package_traps(parts: Parts) -> Iterator[str]:
    """Relations that lead nowhere, and parts without a content type."""
    known = {name.lower() for name in parts.content}
    for part, relations in parts.related.items():
        ids = [one.get("Id") for one in parts.trees.get(rels_of(part), ())]
        for relation, count in Counter(ids).items():
            if count > 1:
                yield f"{part}: relation {relation} is there {count} times"
        for relation, (kind, target) in relations.items():
            if target and not target.startswith("#") and target.lower() not in known:
                yield f"{part}: {kind} {relation} leads to {target}, which is not there"
    for part, tree in parts.trees.items():
        for one in tree.iter():
            for key, value in one.attrib.items():
                if key.endswith("/relationships}id") and value not in (
                    "",
                    *parts.related.get(part, ()),
                ):
                    yield f"{part}: {local(one)} refers to {value}, which is no relation"
    types = next(tree for name, tree in parts.trees.items() if name.lower() in NO_CONTENT_TYPE)
    stated = Counter(one.get("PartName", "").lower() for one in types if local(one) == "Override")
    endings = Counter(one.get("Extension", "").lower() for one in types if local(one) == "Default")
    for name, count in [*stated.items(), *endings.items()]:
        if count > 1:
            yield f"content type of {name} is stated {count} times"
    for name in parts.content:
        ending = name.rpartition(".")[2].lower()
        if (name.lower() not in NO_CONTENT_TYPE and not name.endswith("/")
                and f"/{name}".lower() not in stated and ending not in endings):  # fmt: skip
            yield f"{name}: no content type"
    for part in parts.of_kind("", "core-properties"):
        for one in parts.trees.get(part, ()):
            if local(one) in ("created", "modified") and not is_moment(one.text or ""):
                yield f"{part}: {local(one)} is {one.text}"


def rels_of(part: str) -> str:
    """Where the relations of a part are written."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def is_moment(text: str) -> bool:
    """Whether a text is a moment that document properties may have."""
    try:
        return datetime.fromisoformat(text).year >= 1900
    except ValueError:
        return False


def sheet_names(parts: Parts, book: str) -> Iterator[tuple[str, str]]:
    """Name and part of every sheet, in the order of the tabs."""
    for sheet in child(parts.trees[book], "sheets"):
        relation = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None)
        yield sheet.get("name", ""), parts.target(book, relation)


def workbook_traps(parts: Parts, book: str, names: list[str]) -> Iterator[str]:
    """Names of sheets and of ranges."""
    tree = parts.trees[book]
    for name in names:
        if not 0 < units(name) <= LONGEST_SHEET_NAME:
            yield f"sheet name {name!r} has {units(name)} characters"
        if NOT_IN_A_SHEET_NAME.search(name) or name[:1] == "'" or name[-1:] == "'":
            yield f"sheet name {name!r} has a character no sheet name may have there"
        if name.casefold() in RESERVED:
            yield f"sheet name {name!r} is reserved"
    for name, count in Counter(name.casefold() for name in names).items():
        if count > 1:
            yield f"{count} sheets are called {name!r}"
    sheets = list(child(tree, "sheets"))
    for number, count in Counter(sheet.get("sheetId") for sheet in sheets).items():
        if count > 1:
            yield f"{count} sheets have the id {number}"
    shown = [n for n, s in enumerate(sheets) if s.get("state", "visible") == "visible"]
    if not shown:
        yield "no sheet is visible"
    for view in child(tree, "bookViews"):
        if whole(view, "activeTab", 0) >= len(sheets):
            yield "the active sheet is none"
    yield from defined_name_traps(list(child(tree, "definedNames")), names)


def defined_name_traps(defined: list[Element], names: list[str]) -> Iterator[str]:
    """Names of ranges, and the sheets they refer to."""
    for (name, where), count in Counter(
        (one.get("name", "").casefold(), one.get("localSheetId")) for one in defined
    ).items():
        if count > 1:
            yield f"{count} names {name!r} on sheet {where}"
    for one in defined:
        name, said = one.get("name", ""), one.text or ""
        bare = name.removeprefix("_xlnm.")
        if (not DEFINED_NAME.fullmatch(bare) or LIKE_A_CELL.fullmatch(bare)
                or len(name) > LONGEST_DEFINED_NAME):  # fmt: skip
            yield f"name {name!r} is none that a range may have"
        if whole(one, "localSheetId", 0) >= len(names):
            yield f"name {name!r} is of a sheet that is not there"
        yield from reference_traps(f"name {name!r}", said, names)


def reference_traps(what: str, formula: str, names: list[str]) -> Iterator[str]:
    """Sheets that a formula refers to and that are not there, or are written without quotes."""
    known = {name.casefold() for name in names}
    said = re.sub(r'"(?:[^"]|"")*"', '""', formula)
    for quoted in QUOTED.findall(said):
        name = quoted.replace("''", "'")
        if "[" not in name and not {part.casefold() for part in name.split(":")} <= known:
            yield f"{what} refers to the sheet {name!r}, which is not there"
    for name in UNQUOTED.findall(QUOTED.sub("", said)):
        if name.casefold() not in known:
            yield f"{what} refers to the sheet {name!r}, which is not there"
        elif LIKE_A_CELL.fullmatch(name) or not BARE_NAME.fullmatch(name):
            yield f"{what} refers to the sheet {name!r} without quotes"


def style_traps(tree: Element) -> Iterator[str]:
    """Too many looks, looks made of what is not there, number formats that are too long."""
    counts = {name: len(list(child(tree, name)))
              for name in ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs")}  # fmt: skip
    if counts["cellXfs"] > MOST_LOOKS:
        yield f"{counts['cellXfs']} looks of cells"
    if counts["fonts"] > MOST_FONTS:
        yield f"{counts['fonts']} fonts"
    own = [one.get("numFmtId", "") for one in child(tree, "numFmts")]
    for number, count in Counter(own).items():
        if count > 1:
            yield f"{count} number formats {number}"
    for one in child(tree, "numFmts"):
        if not 0 < units(one.get("formatCode", "")) <= LONGEST_FORMAT:
            yield f"a number format of {units(one.get('formatCode', ''))} characters"
    for place in ("cellStyleXfs", "cellXfs"):
        for at, look in enumerate(child(tree, place)):
            for key, table in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"),
                               ("xfId", "cellStyleXfs")):  # fmt: skip
                least = 0 if key in look.attrib else 1
                if whole(look, key, 0) >= max(counts[table], least):
                    yield f"look {at} of {place} has {key} {look.get(key)}, which is not there"
            format_ = whole(look, "numFmtId", 0)
            if format_ >= BUILT_IN_FORMATS and str(format_) not in own:
                yield f"look {at} of {place} has number format {format_}, which is not there"


def word_traps(tree: Element) -> Iterator[str]:
    """Tables that are too wide, and rows and cells that hold nothing."""
    for number, table in enumerate((t for t in tree.iter() if local(t) == "tbl"), 1):
        rows = [row for row in table if local(row) == WORD_ROW]
        widest = max((sum(local(c) == WORD_CELL for c in row) for row in rows), default=0)
        if not rows:
            yield f"table {number} has no row"
        if widest > MOST_WORD_COLUMNS:
            yield f"table {number} has {widest} columns"
        for row in rows:
            cells = [cell for cell in row if local(cell) == WORD_CELL]
            if not cells or any(local(list(cell)[-1]) != "p" for cell in cells):
                yield f"table {number} has a row without cells, or a cell without a paragraph"


def child(tree: Element, name: str) -> Element | tuple[()]:
    """The child of a name, to go through its children; nothing when there is none."""
    return next((one for one in tree if local(one) == name), ())


def whole(one: Element, key: str, otherwise: int) -> int:
    """An attribute that is a whole number; what is none counts as absent."""
    text = one.get(key, "")
    return int(text) if text.isdigit() else otherwise


def local(one: Element) -> str:
    """The name of an element without its namespace."""
    return str(one.tag).rpartition("}")[2]


def units(text: str) -> int:
    """How long Excel says a text is: characters beyond the first plane count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def text_of(item: Element) -> str:
    """The text of a string with or without runs, without its phonetic reading; an escaped
    character (``_x000D_``) is one."""
    texts = []
    for one in item:
        if local(one) == "t":
            texts.append(one.text or "")
        elif local(one) == "r":
            texts += [t.text or "" for t in one if local(t) == "t"]
    return ESCAPED.sub("?", "".join(texts))
