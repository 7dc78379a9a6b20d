"""What of a workbook may not change when it is marked, read by a library that had no part in it."""

import io
import zipfile
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

ANSWER = "问题清单"


def opened(content: bytes) -> Workbook:
    """The workbook as openpyxl reads it, formulas as formulas."""
    return load_workbook(io.BytesIO(content))


def kept(content: bytes, fonts: bool = True) -> dict[str, Any]:
    """Everything that must be the same before and after.

    Without ``fonts`` their names are left out: LibreOffice writes the Western or the Asian one
    by what the cells of a style hold, so it changes when a cell gets a style of its own.
    """
    book = opened(content)
    found: dict[str, Any] = {
        "names": {name: item.attr_text for name, item in book.defined_names.items()},
        "sheets": [s for s in book.sheetnames if s != ANSWER],
        "active": book.active.title if book.active else None,
    }
    for sheet in book.worksheets:
        if sheet.title == ANSWER:
            continue
        found[sheet.title] = {
            "values": {c.coordinate: (c.value, c.data_type) for row in sheet.iter_rows()
                       for c in row if c.value is not None},
            "formats": {c.coordinate: (c.number_format, c.font.b, fonts and c.font.name,
                                       c.border.left.style,
                                       c.alignment.wrap_text, c.protection.locked)
                        for row in sheet.iter_rows() for c in row if c.value is not None},
            "merges": sorted(map(str, sheet.merged_cells.ranges)),
            "widths": {k: (d.width, d.hidden) for k, d in sheet.column_dimensions.items()},
            "heights": {k: (d.height, d.hidden) for k, d in sheet.row_dimensions.items()
                        if d.height or d.hidden},
            "validations": sorted(
                (str(v.sqref), v.type, v.operator, v.formula1, v.formula2, v.prompt, v.error)
                for v in sheet.data_validations.dataValidation
            ),
            "print": (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.print_area,
                      sheet.print_title_rows, sheet.page_margins.left, sheet.oddFooter.center.text),
            "freeze": sheet.freeze_panes,
            "state": sheet.sheet_state,
            "protection": (sheet.protection.sheet, sheet.protection.insertRows),
        }  # fmt: skip
    return found


def values(content: bytes) -> dict[str, Any]:
    """Values and merged ranges alone, for files of LibreOffice that openpyxl cannot open."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        name: (book.get_sheet_by_name(name).to_python(skip_empty_area=False),
               sorted(book.get_sheet_by_name(name).merged_cell_ranges or []))
        for name in book.sheet_names if name != ANSWER
    }  # fmt: skip


def parts(content: bytes) -> dict[str, bytes]:
    """Every member of the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}
