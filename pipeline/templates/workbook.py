"""``write_workbook``: a workbook in the layout that ``pipeline.intake`` reads.

Real templates carry drop-downs, bounds, input messages, a sheet of instructions, and let only
input cells be changed. ``plain=True`` leaves these out, for files written in thousands.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.noun import Language
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.period import Period
from pipeline.domain.sheet_limits import sheet_names
from pipeline.templates.canvas import HIDDEN, Canvas, Heading
from pipeline.templates.card import write_card
from pipeline.templates.content import Addresses, SheetContent
from pipeline.templates.guide import write_guide
from pipeline.templates.list_sheet import write_list
from pipeline.templates.plan import SectionPlan, section_plan
from pipeline.templates.styles import Styles
from pipeline.wording.phrases import phrase

LAYOUT_VERSION = "1"
CREATED = datetime(2024, 1, 1)
SPARE_ROWS = 40


def write_workbook(
    path: Path,
    catalogue: Catalogue,
    sheets: Sequence[SheetContent],
    unit: OrgUnit | None,
    period: Period | None,
    language: Language = "zh",
    plain: bool = False,
) -> Addresses:
    """Write the sheets and return where each value stands.

    The same arguments give the same bytes. Raises OSError where ``path`` cannot be written.
    """
    plans = [section_plan(catalogue, c.form, c.section, language) for c in sheets]
    titles = [content.name or plan.title for content, plan in zip(sheets, plans, strict=True)]
    names = sheet_names(titles, [HIDDEN, phrase("sheet.guide", language)], instead="")
    addresses: Addresses = {}
    written = BytesIO()
    book = Workbook(written, {"in_memory": True})
    book.set_properties({"created": CREATED})
    styles = Styles(book)
    pages = [book.add_worksheet(name) for name in names]
    _write_hidden(book.add_worksheet(HIDDEN), zip(names, plans, sheets, strict=True), unit, period)
    heading = Heading(unit, period, language, plain)
    for page, plan, content in zip(pages, plans, sheets, strict=True):
        canvas = Canvas(book, page, styles, plan, content, heading, addresses)
        layout = content.layout or plan.section.layout
        (write_card if layout == "card" else write_list)(canvas)
    if not plain:
        write_guide(book, styles, list(zip(names, plans, strict=True)), language)
    book.close()
    path.write_bytes(written.getvalue())
    return addresses


def blank_sheets(catalogue: Catalogue, forms: Iterable[str]) -> list[SheetContent]:
    """Return the contents of an empty template: every section of the forms, room in lists."""
    return [
        SheetContent(form, section, spare=SPARE_ROWS if shape.layout == "list" else 0)
        for form in forms
        for section, shape in catalogue.forms[form].sections.items()
    ]


def _write_hidden(
    sheet: Worksheet,
    listed: Iterable[tuple[str, SectionPlan, SheetContent]],
    unit: OrgUnit | None,
    period: Period | None,
) -> None:
    """Write what the workbook says about itself to machines."""
    rows = [
        ("unionkpi", LAYOUT_VERSION),
        ("unit", unit.code if unit else ""),
        ("period", period.code if period else ""),
        *(("sheet", n, c.form, c.section, plan.form.version) for n, plan, c in listed),
    ]
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            sheet.write_string(row, column, value)
    sheet.very_hidden()
