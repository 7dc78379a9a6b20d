"""A list: a row per unit, event, case or person, a field per column.

Where fields have groups the head has two rows: the group's name over its columns, which have heads
of their own below; all other heads are as high as both rows.
"""

from itertools import groupby
from math import ceil

from pipeline.domain.cell_address import address, column_letters
from pipeline.domain.sheet_limits import WIDEST_COLUMN
from pipeline.templates.canvas import (
    FIRST_ROW,
    HEAD_ROW,
    Canvas,
    set_up_page,
    validate,
    write_signature,
    write_top,
)
from pipeline.templates.cells import on_sheet, write
from pipeline.templates.content import NOTE, Formula
from pipeline.templates.plan import Column
from pipeline.wording.phrases import phrase

LANDSCAPE_FROM = 7
HEAD_HEIGHT, GROUP_HEIGHT = 46, 22
NOTE_WIDTH = 18
LEADING_WIDTHS = {"unit_code": 16, "unit_name": 26, "period_head": 12}


def write_list(canvas: Canvas) -> None:
    """Write the whole sheet."""
    leading = _leading(canvas)
    columns = canvas.columns()
    start = len(leading)
    last = start + len(columns)
    write_top(canvas, last, "sheet.units_in_heads")
    _write_heads(canvas, leading, columns)
    content, first = canvas.content, _first_row(canvas)
    end = first + len(content.rows) + content.spare
    for index in range(len(content.rows) + content.spare):
        _write_row(canvas, index, columns, start)
    if not canvas.heading.plain and end > first:
        for at, column in enumerate(columns, start):
            validate(canvas, column, first, end - 1, at)
    if content.total:
        _write_total(canvas, end, columns, start)
        end += 1
    write_signature(canvas, end)
    canvas.sheet.freeze_panes(first, max(start, 1))
    set_up_page(canvas, first, end, last, landscape=last >= LANDSCAPE_FROM)


def _first_row(canvas: Canvas) -> int:
    """Return the first row below the heads."""
    return FIRST_ROW + canvas.grouped


def _leading(canvas: Canvas) -> list[str]:
    """Return the columns in front of the fields, for lists of several units or periods."""
    units = ["unit_code", "unit_name"] if canvas.content.units else []
    return units + (["period_head"] if canvas.content.periods else [])


def _write_heads(canvas: Canvas, leading: list[str], columns: list[Column]) -> None:
    sheet, language = canvas.sheet, canvas.language
    sheet.set_row(_first_row(canvas) - 1, HEAD_HEIGHT)
    if canvas.grouped:
        sheet.set_row(HEAD_ROW, GROUP_HEIGHT)
    for at, name in enumerate(leading):
        sheet.set_column(at, at, LEADING_WIDTHS[name])
        _write_head(canvas, at, phrase(f"sheet.{name}", language), "head_required", "")
    for at, column in enumerate(columns, len(leading)):
        text = canvas.head(column)
        if column.unit:
            text = phrase("sheet.head_with_unit", language, label=text, unit=column.unit)
        needed = max(column.width, 2 * ceil(len(text) / 3) + 2)
        sheet.set_column(at, at, min(needed, WIDEST_COLUMN))
        role = "head_required" if column.field.required else "head"
        _write_head(canvas, at, text, role, column.group)
    _write_groups(canvas, columns, len(leading))
    note = len(leading) + len(columns)
    sheet.set_column(note, note, NOTE_WIDTH)
    _write_head(canvas, note, phrase("sheet.note", language), "head", "")


def _write_head(canvas: Canvas, at: int, text: str, role: str, group: str) -> None:
    """Write a head into the lower row, or as high as all rows where it stands under no group."""
    row, style = _first_row(canvas) - 1, canvas.styles[role]
    if group or row == HEAD_ROW:
        canvas.sheet.write_string(row, at, text, style)
    else:
        canvas.sheet.merge_range(HEAD_ROW, at, row, at, text, style)


def _write_groups(canvas: Canvas, columns: list[Column], start: int) -> None:
    """Write the names of the groups over their columns."""
    at, style = start, canvas.styles["head"]
    for group, members in groupby(columns, key=lambda column: column.group):
        end = at + len(list(members))
        if group and end - at > 1:
            canvas.sheet.merge_range(HEAD_ROW, at, HEAD_ROW, end - 1, group, style)
        elif group:
            canvas.sheet.write_string(HEAD_ROW, at, group, style)
        at = end


def _write_row(canvas: Canvas, index: int, columns: list[Column], start: int) -> None:
    sheet, styles, content, row = (
        canvas.sheet,
        canvas.styles,
        canvas.content,
        _first_row(canvas) + index,
    )
    given = content.rows[index] if index < len(content.rows) else {}
    for at, text in enumerate(_leading_values(canvas, index)):
        write(sheet, row, at, text, styles["text"])
    for at, column in enumerate(columns, start):
        write(sheet, row, at, on_sheet(given.get(column.id), column), styles[column.style])
        canvas.remember(index, column.id, address(row, at))
    at = start + len(columns)
    write(sheet, row, at, content.note(index), styles["text"])
    canvas.remember(index, NOTE, address(row, at))


def _leading_values(canvas: Canvas, index: int) -> list[str | None]:
    content = canvas.content
    units: list[str | None] = []
    if content.units:
        units = list(content.units[index]) if index < len(content.units) else [None, None]
    if content.periods:
        units.append(content.periods[index] if index < len(content.periods) else None)
    return units


def _write_total(canvas: Canvas, row: int, columns: list[Column], start: int) -> None:
    sheet, style, first = canvas.sheet, canvas.styles["total"], _first_row(canvas)
    for at in range(start + len(columns) + 1):
        sheet.write_blank(row, at, None, style)
    sheet.write_string(row, 0, phrase("sheet.total", canvas.language), style)
    for at, column in enumerate(columns, start):
        if column.numeric and at > 0:
            where = column_letters(at)
            total = _sum(canvas, column)
            text = f"=SUM({where}{first + 1}:{where}{max(row, first + 1)})"
            write(sheet, row, at, Formula(text, total), style)


def _sum(canvas: Canvas, column: Column) -> float:
    cells = (on_sheet(row.get(column.id), column) for row in canvas.content.rows)
    return sum(v for v in cells if isinstance(v, int | float))
