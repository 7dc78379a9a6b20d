"""How wide the columns of a workbook are, in digits, where its format says so.

.xls and .et: COLINFO records ([MS-XLS] 2.4.53). .ods: the style of each ``table-column``. Other
formats, and what does not look as described, give nothing; the copy then guesses.
"""

import re
import struct
import zipfile
from io import BytesIO

from pipeline.domain.sheet_limits import WIDEST_COLUMN
from pipeline.intake.binary_scan import named_sheet_records, workbook_stream
from pipeline.intake.limits import OLE, ZIP
from pipeline.reports.answer.open_document import number_of, text_of
from pipeline.reports.answer.xml_places import OddXml, local_name, walk

COL_INFO = 0x007D
MOST_COLUMNS = 256
PER_INCH = {"in": 1.0, "cm": 2.54, "mm": 25.4, "pt": 72.0, "pc": 6.0, "px": 96.0}
LENGTH = re.compile(r"(\d+(?:\.\d+)?)(in|cm|mm|pt|pc|px)")
PIXELS_A_DIGIT, PADDING = 7.0, 5.0
Widths = dict[str, dict[int, float]]
"""sheet → column from 0 → digits"""


def column_widths(content: bytes) -> Widths:
    """The widths of each sheet's columns, as far as the format tells them."""
    try:
        if content.startswith(OLE):
            return of_xls(content)
        if content.startswith(ZIP):
            with zipfile.ZipFile(BytesIO(content)) as bundle:
                if "content.xml" in bundle.namelist():
                    return of_ods(bundle.read("content.xml"))
    except (struct.error, IndexError, ValueError, OddXml, zipfile.BadZipFile, OSError):
        pass
    return {}


def of_xls(content: bytes) -> Widths:
    """Widths from COLINFO: first and last column, and 256ths of a digit."""
    found: Widths = {}
    stream = workbook_stream(content)
    for name, kind, at, length in named_sheet_records(stream):
        if kind == COL_INFO and length >= 6:
            first, last, width = struct.unpack_from("<HHH", stream, at)
            for column in range(first, min(last + 1, MOST_COLUMNS)):
                found.setdefault(name, {})[column] = min(width / 256, WIDEST_COLUMN)
    return found


def of_ods(xml: bytes) -> Widths:
    """Widths from the styles of columns, which are lengths."""
    styles: dict[str, float] = {}
    found: Widths = {}
    at = {"style": "", "sheet": "", "column": ""}

    def start(written: str, given: dict[str, str], _: int) -> None:
        name = local_name(written)
        if name == "style":
            at["style"] = text_of(given, "name")
        elif name == "table-column-properties":
            width = digits(text_of(given, "column-width"))
            if width is not None:
                styles[at["style"]] = width
        elif name == "table":
            at["sheet"], at["column"] = text_of(given, "name"), "0"
        elif name == "table-column":
            column, width = int(at["column"]), styles.get(text_of(given, "style-name"))
            end = column + number_of(given, "number-columns-repeated")
            at["column"] = str(end)
            if width is not None:
                for one in range(column, min(end, MOST_COLUMNS)):
                    found.setdefault(at["sheet"], {})[one] = width

    walk(xml, start, lambda written, _: None)
    return found


def digits(length: str) -> float | None:
    """A length as the digits that fit beside the padding of a cell; None for no length."""
    given = LENGTH.fullmatch(length)
    if given is None:
        return None
    pixels = float(given[1]) / PER_INCH[given[2]] * 96
    return min(max((pixels - PADDING) / PIXELS_A_DIGIT, 0.5), WIDEST_COLUMN)
