"""What is looked at before the reader sees a file: kind, size, extent, cells without a value.

The reader builds a dense grid, so two cells far apart cost it gigabytes; and it shows error
cells, formulas that were never calculated and blanks all alike. Both are told from the sheet's
XML in a fraction of the time the reader itself takes.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO

from pipeline.domain.cell_address import column_index
from pipeline.intake.binary_scan import scan_xls, scan_xlsb_sheet, xlsb_sheets
from pipeline.intake.limits import LARGEST_FILE, OLE, ZIP
from pipeline.intake.odd_cells import Unusable
from pipeline.intake.ods_scan import CONTENT, scan_ods
from pipeline.intake.repacking import repacked, unpacked, worth_repacking

LARGEST_UNPACKED = 600 * 2**20
MOST_MEMBERS = 5000
MOST_CELLS = 12_000_000
MOST_COLUMNS = 16384
BIFF8_START, FILEPASS = b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x2f\x00"
ODF_MANIFEST = "META-INF/manifest.xml"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|table|meta|head|mso)", re.I)
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.I)
CARRIED = {
    "external-links": re.compile(r"/externalLinks/[^/\n]+\.(?:xml|bin)$", re.I | re.M),
    "macros-not-run": re.compile(r"/vbaProject\.bin$|^Basic/", re.I | re.M),
    "embedded-objects": re.compile(
        r"/(?:embeddings|activeX)/|^Object [^/\n]+/content\.xml$", re.I | re.M
    ),
}
"""Looked for in the names of all members, a line each."""
VBA = "_VBA_PROJECT_CUR".encode("utf-16-le")
XLSB_BOOK = "xl/workbook.bin"
XLSB_SHEET = re.compile(r"xl/worksheets/[^/]+\.bin", re.I)
ROW = re.compile(rb'w(?<=<row)[^>]*? r="(\d{1,9})"')
COLUMN = re.compile(rb'<c r="([A-Z]{1,4})\d')
WIDE = re.compile(rb'<c r="([A-Z]{2,4})\d')
CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*?)(?:/>|>(.*?)</c>)', re.S)
ERROR, FORMULA = re.compile(rb'e(?<=t="e)"'), re.compile(rb"f(?<=<f)")
"""These and ``ROW`` are looked for by their rarest letter: half the time of ``in``."""
VALUE = re.compile(rb"<v[^>]*>([^<]+)|<is>")
HIDDEN_ROW = re.compile(rb'<row[^>]*? hidden="(?:1|true)"')
RELATION = re.compile(rb"<Relationship\b[^>]*>")
SHEET_ENTRY = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')


class UnreadableFileError(ValueError):
    """The file cannot be read at all; ``slug`` says why, ``sheet`` where, if it is one of them."""

    def __init__(self, slug: str, sheet: str | None = None, **details: str) -> None:
        super().__init__(slug)
        self.slug = slug
        self.sheet = sheet
        self.details = details


@dataclass(slots=True)
class Scan:
    """What the scan of one workbook found, by member of the archive."""

    unusable: dict[str, list[tuple[int, int, Unusable]]] = field(default_factory=dict)
    hidden_rows: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    carried: list[str] = field(default_factory=list)
    """Slugs of what the file carries besides cells; none of it is ever followed or run."""
    lighter: bytes | None = None
    """The same workbook, to be read in less time."""
    merged: dict[str, list[tuple[int, int, int, int]]] = field(default_factory=dict)
    """Cells merged over rows, where the reader does not tell of them: in an .ods."""


NOTHING_FOUND = Scan()


def look_over(content: bytes) -> Scan:
    """Refuse what must not reach the reader. Raises UnreadableFileError."""
    if not content:
        raise UnreadableFileError("file-empty")
    if len(content) > LARGEST_FILE:
        raise UnreadableFileError("file-too-large", limit=f"{LARGEST_FILE >> 20} MB")
    if content.startswith(ZIP):
        return look_into(content)
    if content.startswith(OLE) and (ENCRYPTED in content or has_file_password(content)):
        raise UnreadableFileError("file-password-protected")
    if content.startswith(OLE):
        return take_xls(content)
    if MARKUP.match(content[:512]):
        raise UnreadableFileError("file-is-web-page")
    return NOTHING_FOUND


def take_xls(content: bytes) -> Scan:
    """Note the error cells of an .xls."""
    sheets = scan_xls(content)
    carried = ["macros-not-run"] if VBA in content else []
    return Scan({name: sheet.unusable for name, sheet in sheets.items()}, {},
                {name: name for name in sheets}, carried)  # fmt: skip


def take_xlsb_sheet(name: str, content: bytes, found: Scan) -> None:
    """Check the extent of a sheet of an .xlsb and note its error cells."""
    sheet = scan_xlsb_sheet(content)
    refuse_extent(sheet.last_row + 1, sheet.last_column + 1, name)
    if sheet.unusable:
        found.unusable[name] = sheet.unusable


def has_file_password(content: bytes) -> bool:
    """Whether an old .xls has a FILEPASS record among the first of its workbook stream."""
    at = content.find(BIFF8_START)
    for _ in range(8 if at >= 0 else 0):
        kind, length = content[at : at + 2], int.from_bytes(content[at + 2 : at + 4], "little")
        if kind == FILEPASS:
            return True
        at += 4 + length
    return False


def look_into(content: bytes) -> Scan:
    """Scan the sheets of a zipped workbook."""
    found = Scan()
    try:
        with zipfile.ZipFile(BytesIO(content)) as bundle:
            members = bundle.infolist()
            if sum(m.file_size for m in members) > LARGEST_UNPACKED or len(members) > MOST_MEMBERS:
                limit = f"{LARGEST_UNPACKED >> 20} MB"
                raise UnreadableFileError("file-unpacks-too-large", limit=limit)
            if any(m.flag_bits & 1 for m in members):
                raise UnreadableFileError("file-password-protected")
            sheets: dict[str, bytes] = {}
            keep = worth_repacking(members)
            with sheets_by_name(bundle):
                for member in members:
                    if SHEET.fullmatch(member.filename):
                        xml = contents(bundle, member, content)
                        scan_sheet(member.filename, xml, found)
                        if keep:
                            sheets[member.filename] = xml
                    elif XLSB_SHEET.fullmatch(member.filename):
                        take_xlsb_sheet(member.filename, contents(bundle, member, content), found)
                    elif member.filename == CONTENT:
                        take_ods(contents(bundle, member, content), found)
            names = bundle.NameToInfo
            listed = "\n".join(names)
            found.carried = [slug for slug, inside in CARRIED.items() if inside.search(listed)]
            if ODF_MANIFEST in names and b"encryption-data" in bundle.read(ODF_MANIFEST):
                raise UnreadableFileError("file-password-protected")
            if (found.unusable or found.hidden_rows) and not found.names:
                found.names = sheet_names(bundle)
            if sheets:
                found.lighter = repacked(content, members, sheets)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise UnreadableFileError("file-damaged") from error
    return found


@contextmanager
def sheets_by_name(bundle: zipfile.ZipFile) -> Iterator[None]:
    """Let what is wrong with a sheet be told by the name on its tab, where the workbook says it."""
    try:
        yield
    except UnreadableFileError as error:
        with suppress(KeyError):  # a workbook without its own parts
            error.sheet = sheet_names(bundle).get(error.sheet or "")
        raise


def contents(bundle: zipfile.ZipFile, member: zipfile.ZipInfo, content: bytes) -> bytes:
    """A member, never more of it than it says it has: reading it whole would unpack a lie."""
    if (data := unpacked(content, member)) is not None:
        return data
    with bundle.open(member) as opened:
        return opened.read(member.file_size + 1)


def take_ods(xml: bytes, found: Scan) -> None:
    """Check the extents of an .ods and note its cells without a usable value."""
    for sheet in scan_ods(xml):
        name = sheet.name.decode("utf-8", "replace")
        found.names[name] = unescape(name)
        refuse_extent(sheet.last_row + 1, sheet.last_column + 1, found.names[name])
        if sheet.unusable:
            found.unusable[name] = sheet.unusable
        if sheet.hidden_rows and sheet.last_row >= 0:
            found.hidden_rows[name] = sheet.hidden_rows
        if sheet.merged:
            found.merged[name] = sheet.merged


def refuse_extent(rows: int, columns: int, sheet: str) -> None:
    """Raise UnreadableFileError for a grid that would not fit into memory; ``sheet``: its name, or
    that of the member that holds it."""
    if rows * columns > MOST_CELLS:
        raise UnreadableFileError("sheet-too-wide", sheet, rows=str(rows), columns=str(columns))


def scan_sheet(name: str, xml: bytes, found: Scan) -> None:
    """Check the extent of a sheet and note cells without a usable value."""
    rows = max(map(int, ROW.findall(xml)), default=0)
    if rows * MOST_COLUMNS > MOST_CELLS:
        letters = WIDE.search(xml)
        most = 26 if letters is None else 702 if len(letters[1]) == 2 else MOST_COLUMNS
        if rows * most > MOST_CELLS:
            width = max((column_index(c.decode()) for c in set(COLUMN.findall(xml))), default=0)
            refuse_extent(rows, width + 1, name)
    if ERROR.search(xml) or FORMULA.search(xml):
        unusable = [
            cell for m in CELL.finditer(xml) if (cell := without_value(*m.groups())) is not None
        ]
        if unusable:
            found.unusable[name] = unusable
    if b' hidden="' in xml and (hidden := len(HIDDEN_ROW.findall(xml))):
        found.hidden_rows[name] = hidden


def without_value(
    letters: bytes, row: bytes, attributes: bytes, inside: bytes | None
) -> tuple[int, int, Unusable] | None:
    """Position and reason, when the cell holds an error or a formula never calculated."""
    value = VALUE.search(inside) if inside else None
    if b't="e"' in attributes:
        text = value[1].decode("utf-8", "replace") if value is not None and value[1] else "#"
        slug = "error-cell"
    elif inside and b"<f" in inside and value is None and b't="str"' not in attributes:
        slug, text = "formula-without-value", "="
    else:
        return None
    return int(row) - 1, column_index(letters.decode()), Unusable(slug, text)


def sheet_names(bundle: zipfile.ZipFile) -> dict[str, str]:
    """Member of the archive → sheet name, as the workbook relates them."""
    binary = XLSB_BOOK in bundle.NameToInfo
    book = XLSB_BOOK if binary else "xl/workbook.xml"
    folder, _, file = book.rpartition("/")
    targets = {}
    for tag in RELATION.findall(bundle.read(f"{folder}/_rels/{file}.rels")):
        given = dict(ATTRIBUTE.findall(tag))
        target = given.get(b"Target", b"").decode().lstrip("/")
        identifier = given.get(b"Id", b"").decode()
        targets[identifier] = target if target.startswith("xl/") else f"xl/{target}"
    content = bundle.read(book)
    found = xlsb_sheets(content) if binary else listed_sheets(content)
    return {targets[relation]: name for relation, name in found if relation in targets}


def listed_sheets(xml: bytes) -> Iterator[tuple[str, str]]:
    """Relation and name of every sheet of an .xlsx."""
    for tag in SHEET_ENTRY.findall(xml):
        given = dict(ATTRIBUTE.findall(tag))
        identifier = next((v for k, v in given.items() if k.endswith(b":id")), b"")
        yield identifier.decode(), unescape(given.get(b"name", b"").decode())


def unescape(text: str) -> str:
    """The text of an XML attribute."""
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        text = text.replace(entity, letter)
    return text.replace("&amp;", "&")
