"""Files that mean harm, or happen to be as bad as if they did; written when they are needed.

Every function returns the bytes of one file; ``FILES`` names them. What each must come to is
said in ``EXPECTED``: the findings of which at least one has to be made, none where the file is
merely large and has to be read.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from xlsxwriter import Workbook

MB = 2**20
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def relations(kind: str, target: str) -> str:
    """A part that names one other part."""
    return (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/{kind}" '
        f'Target="{target}"/></Relationships>'
    )


PARTS = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": relations("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": BOOK,
    "xl/_rels/workbook.xml.rels": relations("worksheet", "worksheets/sheet1.xml"),
}


def packed(parts: Mapping[str, str | bytes], stored: Iterable[str] = ()) -> bytes:
    """A .zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in parts.items():
            method = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            bundle.writestr(name, content, method)
    return out.getvalue()


def workbook(sheet: str, **parts: str) -> bytes:
    """A workbook of one sheet, from the inside of its <worksheet>."""
    body = f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
    return packed({**PARTS, **parts, "xl/worksheets/sheet1.xml": body})


def cell(address: str, text: str) -> str:
    """A cell with a text of its own."""
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def zeros(size: int) -> bytes:
    """So many zeros as a raw deflate stream: one packed megabyte, again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(MB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * (size // MB) + packer.compress(b"") + packer.flush(zlib.Z_FINISH)


def entry(name: bytes, stream: bytes, size: int, check: int, offset: int) -> tuple[bytes, bytes]:
    """Local header and directory entry of a deflated member."""
    fields = (20, 0, 8, 0, 0x21, check, len(stream), size, len(name), 0)
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", *fields) + name
    central = b"PK\x01\x02" + struct.pack("<HHHHHHIIIHH", 20, *fields)
    return local, central + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name


def zip_bomb(size: int, declared: int) -> bytes:
    """A workbook whose sheet unpacks to ``size`` zeros and says it has ``declared`` bytes."""
    base = packed({**PARTS})
    directory = base.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", base[directory + 16 : directory + 20])[0]
    stream = zeros(size)
    check = 0
    for _ in range(size // MB):
        check = zlib.crc32(bytes(MB), check)
    local, central = entry(b"xl/worksheets/sheet1.xml", stream, declared, check, start)
    head = base[:start] + local + stream
    entries = base[start:directory] + central
    end = struct.pack("<HHHHIIH", 0, 0, len(PARTS) + 1, len(PARTS) + 1, len(entries), len(head), 0)
    return head + entries + b"PK\x05\x06" + end


def bundle_of_bundles() -> bytes:
    """A bundle of bundles, three deep, each holding the next ten times."""
    inner = packed({f"{n}.xlsx": bytes(20 * MB) for n in range(10)})
    for _ in range(2):
        inner = packed({f"{n}.zip": inner for n in range(10)})
    return inner


def entity_bomb() -> bytes:
    """A billion laughs in the sheet, were anybody to expand them."""
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "哈" * 10}">' for n in range(10)
    )
    body = (
        f'<?xml version="1.0"?><!DOCTYPE worksheet [{entities}]>'
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e9;'
        "</t></is></c></row></sheetData></worksheet>"
    )
    return packed({**PARTS, "xl/worksheets/sheet1.xml": body})


def outside_entity() -> bytes:
    """A sheet that asks for a file of this machine."""
    body = (
        '<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&x;'
        "</t></is></c></row></sheetData></worksheet>"
    )
    return packed({**PARTS, "xl/worksheets/sheet1.xml": body})


def merged_ranges(count: int = 50_000) -> bytes:
    """A sheet with far more merged ranges than cells."""
    ranges = "".join(f'<mergeCell ref="A{2 * n + 1}:B{2 * n + 2}"/>' for n in range(count))
    return workbook(
        f'<sheetData><row r="1">{cell("A1", "会员表")}</row></sheetData>'
        f'<mergeCells count="{count}">{ranges}</mergeCells>'
    )


def repeated_cells(rows: int = 1_048_576, columns: int = 16_384) -> bytes:
    """An .ods of one filled cell, repeated over the whole sheet: 17 billion cells."""
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}">'
        '<office:body><office:spreadsheet><table:table table:name="表">'
        f'<table:table-row table:number-rows-repeated="{rows}">'
        f'<table:table-cell table:number-columns-repeated="{columns}" '
        'office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        "</manifest:manifest>"
    )
    parts = {"mimetype": kind, "content.xml": body, "META-INF/manifest.xml": manifest}
    return packed(parts, stored=("mimetype",))


def deep_nesting(depth: int = 200_000) -> bytes:
    """Elements within elements within elements."""
    inside = "<a>" * depth + "</a>" * depth
    return workbook(f'<sheetData><row r="1">{cell("A1", inside)}</row></sheetData>')


def two_far_cells() -> bytes:
    """Two cells at opposite corners of the sheet."""
    return workbook(
        f'<sheetData><row r="1">{cell("A1", "会员表")}</row>'
        f'<row r="1048576">{cell("XFD1048576", "1")}</row></sheetData>'
    )


def endless_table(rows: int = 1_048_576, step: int = 4096) -> bytes:
    """A register that fills every row a sheet has."""
    head = ["维权案件台账", "填报单位：某工会", "报告期：2024年第三季度"]
    labels = ["案件编号", "受理日期", "类型"]
    out = io.BytesIO(packed(PARTS))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as bundle,
        bundle.open("xl/worksheets/sheet1.xml", "w") as sheet,
    ):
        sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
        for number, text in enumerate(head, 1):
            sheet.write(f'<row r="{number}">{cell(f"A{number}", text)}</row>'.encode())
        columns = "".join(cell(f"{c}4", t) for c, t in zip("ABC", labels, strict=True))
        sheet.write(f'<row r="4">{columns}</row>'.encode())
        for first in range(5, rows + 1, step):
            lines = (
                f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>45500</v></c>'
                f'<c r="C{n}" t="str"><v>欠薪</v></c></row>'
                for n in range(first, min(first + step, rows + 1))
            )
            sheet.write("".join(lines).encode())
        sheet.write(b"</sheetData></worksheet>")
    return out.getvalue()


def text_without_end() -> bytes:
    """A .csv of one line."""
    return ("会员表," + "１２３，" * 1_000_000).encode()


def password() -> bytes:
    """What an encrypted workbook looks like: an OLE file with an EncryptedPackage."""
    name = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + name.ljust(3000, b"\0")


def image_only() -> bytes:
    """A workbook with a picture and no cell."""
    dot = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d4944415478da63fcffff3f030005fe02fea1d5a4b80000000049454e44ae426082"
    )
    out = io.BytesIO()
    book = Workbook(out)
    book.add_worksheet("扫描件").insert_image("A1", "scan.png", {"image_data": io.BytesIO(dot)})
    book.close()
    return out.getvalue()


def small(text: str) -> bytes:
    """A workbook with one cell."""
    return workbook(f'<sheetData><row r="1">{cell("A1", text)}</row></sheetData>')


FILES: dict[str, Callable[[], bytes]] = {
    "zip-bomb.xlsx": lambda: zip_bomb(1024 * MB, 1024 * MB),
    "zip-bomb-that-lies.xlsx": lambda: zip_bomb(1024 * MB, 4096),
    "bundle-of-bundles.zip": bundle_of_bundles,
    "entity-bomb.xlsx": entity_bomb,
    "outside-entity.xlsx": outside_entity,
    "merged-ranges.xlsx": merged_ranges,
    "seventeen-billion-cells.ods": repeated_cells,
    "deep-nesting.xlsx": deep_nesting,
    "two-far-cells.xlsx": two_far_cells,
    "million-rows.xlsx": endless_table,
    "one-line.csv": text_without_end,
    "password.xlsx": password,
    "truncated.xlsx": lambda: small("甲")[:-300],
    "workbook-named.csv": lambda: small("乙"),
    "workbook-named.xls": lambda: small("丙"),
    "text-named.xlsx": lambda: "单位,会员数\n某工会,12\n".encode(),
    "pdf-named.xlsx": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40,
    "image-only.xlsx": image_only,
    "~$locked.xlsx": lambda: b"\x05clerk".ljust(165, b" "),
    "empty.xlsx": lambda: b"",
}
EXPECTED: dict[str, frozenset[str]] = {
    "zip-bomb.xlsx": frozenset({"file-unpacks-too-large"}),
    "zip-bomb-that-lies.xlsx": frozenset({"file-damaged"}),
    "bundle-of-bundles.zip": frozenset({"archive-member-refused"}),
    "entity-bomb.xlsx": frozenset({"file-damaged"}),
    "outside-entity.xlsx": frozenset({"file-damaged"}),
    "merged-ranges.xlsx": frozenset({"no-form-recognised"}),
    "seventeen-billion-cells.ods": frozenset({"sheet-too-wide"}),
    "deep-nesting.xlsx": frozenset({"no-form-recognised"}),
    "two-far-cells.xlsx": frozenset({"sheet-too-wide"}),
    "million-rows.xlsx": frozenset({"unknown-org-unit"}),
    "one-line.csv": frozenset({"sheet-too-wide"}),
    "password.xlsx": frozenset({"file-password-protected"}),
    "truncated.xlsx": frozenset({"file-damaged"}),
    "workbook-named.csv": frozenset({"no-form-recognised"}),
    "workbook-named.xls": frozenset({"no-form-recognised"}),
    "text-named.xlsx": frozenset({"file-damaged"}),
    "pdf-named.xlsx": frozenset({"file-damaged"}),
    "image-only.xlsx": frozenset({"file-without-sheets"}),
    "~$locked.xlsx": frozenset({"not-a-spreadsheet"}),
    "empty.xlsx": frozenset({"file-empty"}),
}


def write_all(folder: Path) -> list[Path]:
    """Write every hostile file into a folder; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        (folder / name).write_bytes(make())
    return [folder / name for name in FILES]
