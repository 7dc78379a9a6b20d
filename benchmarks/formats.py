"""One workbook in every format that a union may send it in, cell for cell the same.

A workbook is a list of ``Sheet`` as the reader sees it: texts, numbers, days, truth values, and
``Unusable`` for error cells and formulas never calculated. A writer answers None when its
format cannot carry something that stands there.
"""

import csv
import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

import xlwt

from pipeline.intake.odd_cells import Unusable
from pipeline.intake.workbook import Sheet

ODS = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
ERROR, UNCALCULATED = "error-cell", "formula-without-value"
DIVISION = 0x07
"""What #DIV/0! is called in binary workbooks."""
Cells = Sequence[Sheet]


def as_xlsm(xlsx: bytes) -> bytes:
    """The same workbook as one that may hold macros."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for member in given.infolist():
            content = given.read(member)
            if member.filename == "[Content_Types].xml":
                content = content.replace(
                    b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"
                ).replace(b"application/vnd.openxmlformats-officedocument.ms-excel",
                          b"application/vnd.ms-excel")  # fmt: skip
            made.writestr(member.filename, content)
    return out.getvalue()


def as_ods(sheets: Cells) -> bytes:
    """An OpenDocument spreadsheet."""
    tables = "".join(
        f"<table:table table:name={quoteattr(sheet.name)}>"
        + "".join(
            f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>"
            for row in sheet.rows
        )
        + "</table:table>"
        for sheet in sheets
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES} '
        f'office:version="1.2"><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
        "</manifest:manifest>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("mimetype", ODS, zipfile.ZIP_STORED)
        bundle.writestr("content.xml", content)
        bundle.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def ods_cell(value: object) -> str:
    """One cell of an .ods."""
    if isinstance(value, Unusable):
        if value.slug == UNCALCULATED:
            return '<table:table-cell table:formula="of:=1+1"/>'
        return (
            '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
            'office:string-value="" calcext:value-type="error">'
            f"<text:p>{escape(value.text)}</text:p></table:table-cell>"
        )
    if value == "" or value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        kind, attribute = "boolean", f'office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, int | float):
        kind, attribute = "float", f'office:value="{value!r}"'
    elif isinstance(value, date):
        kind, attribute = "date", f'office:date-value="{day(value)}"'
    else:
        kind, attribute = "string", ""
    text = day(value) if isinstance(value, date) else str(value)
    return (
        f'<table:table-cell office:value-type="{kind}" {attribute}>'
        f"<text:p>{escape(text)}</text:p></table:table-cell>"
    )


def day(value: date) -> str:
    """A day as text."""
    return value.strftime("%Y-%m-%d")


def as_et(sheets: Cells) -> bytes | None:
    """The same kind of file as WPS names it."""
    return as_xls(sheets, "WPS")


def as_xls(sheets: Cells, owner: str = "Excel") -> bytes | None:
    """A workbook of Excel 97."""
    book = xlwt.Workbook(encoding="utf-8")
    book.owner = owner
    dated = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        page.visibility = 2 if sheet.hidden else 0
        for r, row in enumerate(sheet.rows):
            for c, value in enumerate(row):
                if isinstance(value, Unusable):
                    if value.slug != ERROR:
                        return None
                    page.row(r).set_cell_error(c, "#DIV/0!")
                elif isinstance(value, date):
                    page.write(r, c, value, dated)
                elif value not in ("", None):
                    page.write(r, c, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_xlsb(sheets: Cells) -> bytes | None:
    """A binary workbook; days stand there as texts, since it has no styles."""
    parts: dict[str, bytes] = {}
    listed, relations = b"", ""
    for number, sheet in enumerate(sheets, 1):
        body = sheet_records(sheet)
        if body is None:
            return None
        parts[f"xl/worksheets/sheet{number}.bin"] = body
        hidden = struct.pack("<II", 2 if sheet.hidden else 0, number)
        listed += record(156, hidden + wide(f"rId{number}") + wide(sheet.name))
        relations += (
            f'<Relationship Id="rId{number}" Target="worksheets/sheet{number}.bin" Type="http://'
            'schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
        )
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    texts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            f'relationships+xml"/><Override PartName="/xl/workbook.bin" ContentType="{kind}"/>'
            '<Default Extension="bin" ContentType="application/vnd.ms-excel.worksheet"/></Types>'
        ),
        "_rels/.rels": (
            f'{head}<Relationship Id="rId1" Target="xl/workbook.bin" Type="http://schemas.'
            'openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
            "</Relationships>"
        ),
        "xl/_rels/workbook.bin.rels": f"{head}{relations}</Relationships>",
    }
    parts["xl/workbook.bin"] = (
        record(131) + record(143) + listed + record(144) + record(132)
    )  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in texts.items():
            bundle.writestr(name, text)
        for name, record_bytes in parts.items():
            bundle.writestr(name, record_bytes)
    return out.getvalue()


def sheet_records(sheet: Sheet) -> bytes | None:
    """The records of one sheet of an .xlsb ([MS-XLSB] 2.1.7.62)."""
    height, width = len(sheet.rows), max(map(len, sheet.rows), default=1)
    body = [record(129), record(148, struct.pack("<IIII", 0, max(height - 1, 0), 0, width - 1))]
    body.append(record(145))
    for r, row in enumerate(sheet.rows):
        body.append(record(0, struct.pack("<IIHBBBI", r, 0, 0, 0, 0, 0, 0)))
        for c, value in enumerate(row):
            head = struct.pack("<II", c, 0)
            if isinstance(value, Unusable):
                if value.slug != ERROR:
                    return None
                body.append(record(3, head + bytes([DIVISION])))
            elif isinstance(value, bool):
                body.append(record(4, head + bytes([value])))
            elif isinstance(value, int | float):
                body.append(record(5, head + struct.pack("<d", value)))
            elif value not in ("", None):
                text = day(value) if isinstance(value, date) else str(value)
                body.append(record(6, head + wide(text)))
    return b"".join([*body, record(146), record(130)])


def record(kind: int, content: bytes = b"") -> bytes:
    """A record: its kind and length, seven bits a byte, and its content."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = len(content), b""
    while True:
        length, low = length >> 7, length & 0x7F
        size += bytes([low | (0x80 if length else 0)])
        if not length:
            return head + size + content


def wide(text: str) -> bytes:
    """A text with its length in front."""
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def as_csv(encoding: str) -> Callable[[Cells], bytes | None]:
    """A writer of one visible sheet as text."""

    def write(sheets: Cells) -> bytes | None:
        shown = [sheet for sheet in sheets if not sheet.hidden]
        if len(shown) != 1:
            return None
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        for row in shown[0].rows:
            if any(isinstance(v, Unusable) and v.slug != ERROR for v in row):
                return None
            writer.writerow([plain(value) for value in row])
        try:
            return out.getvalue().encode(encoding)
        except UnicodeEncodeError:
            return None

    return write


def plain(value: object) -> str:
    """A cell as Excel writes it to a text file."""
    if (isinstance(value, datetime) and value.time() == datetime.min.time()) or isinstance(
        value, date
    ):
        return day(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


WRITERS: dict[str, Callable[[Cells], bytes | None]] = {
    ".ods": as_ods,
    ".xls": as_xls,
    ".et": as_et,
    ".xlsb": as_xlsb,
    " UTF-8.csv": as_csv("utf-8-sig"),
    " GB18030.csv": as_csv("gb18030"),
    " Big5.csv": as_csv("big5"),
}
"""End of the file's name → writer; .xlsx and .xlsm are written from the template itself."""
