"""A list: a row per unit, event, case or person, a field per column.

Where fields have groups the head has two rows: the group's name over its columns, which have heads
of their own below; all other heads are as high as both rows. What is too wide to be read on one
printed page goes on several: title, unit and period stand on the first, the heads on all.
"""

from itertools import groupby
from math import ceil

from pipeline.domain.cell_address import address, column_letters
from pipeline.domain.paper import end_of_first, sheets_across
from pipeline.domain.sheet_limits import WIDEST_COLUMN
from pipeline.templates.canvas import (
    FIRST_ROW,
    HEAD_ROW,
    Canvas,
    lay_across,
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
    widths, repeated = _widths(canvas, leading, columns), max(start, 1)
    pages = sheets_across(widths, repeated)
    write_top(canvas, end_of_first(widths, repeated, pages), "sheet.units_in_heads")
    for at, width in enumerate(widths):
        canvas.sheet.set_column(at, at, width)
    _write_heads(canvas, leading, columns)
    _write_groups(canvas, columns, start, "head_left" if pages > 1 else "head")
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
    canvas.sheet.freeze_panes(first, repeated)
    set_up_page(canvas, first, end, last)
    if last >= LANDSCAPE_FROM:
        lay_across(canvas, pages, repeated)


def _first_row(canvas: Canvas) -> int:
    """Return the first row below the heads."""
    return FIRST_ROW + canvas.grouped


def _leading(canvas: Canvas) -> list[str]:
    """Return the columns in front of the fields, for lists of several units or periods."""
    units = ["unit_code", "unit_name"] if canvas.content.units else []
    return units + (["period_head"] if canvas.content.periods else [])


def _widths(canvas: Canvas, leading: list[str], columns: list[Column]) -> list[float]:
    """Return the width of every column, the note's too."""
    widths: list[float] = [LEADING_WIDTHS[name] for name in leading]
    for column in columns:
        needed = max(column.width, 2 * ceil(len(_text_of(canvas, column)) / 3) + 2)
        widths.append(min(needed, WIDEST_COLUMN))
    return [*widths, NOTE_WIDTH]


def _text_of(canvas: Canvas, column: Column) -> str:
    """Return what stands over a column, its unit of measure included."""
    text = canvas.head(column)
    if not column.unit:
        return text
    return phrase("sheet.head_with_unit", canvas.language, label=text, unit=column.unit)


def _write_heads(canvas: Canvas, leading: list[str], columns: list[Column]) -> None:
    sheet, language = canvas.sheet, canvas.language
    sheet.set_row(_first_row(canvas) - 1, HEAD_HEIGHT)
    if canvas.grouped:
        sheet.set_row(HEAD_ROW, GROUP_HEIGHT)
    for at, name in enumerate(leading):
        _write_head(canvas, at, phrase(f"sheet.{name}", language), "head_required", "")
    for at, column in enumerate(columns, len(leading)):
        role = "head_required" if column.field.required else "head"
        _write_head(canvas, at, _text_of(canvas, column), role, column.group)
    _write_head(canvas, len(leading) + len(columns), phrase("sheet.note", language), "head", "")


def _write_head(canvas: Canvas, at: int, text: str, role: str, group: str) -> None:
    """Write a head into the lower row, or as high as all rows where it stands under no group."""
    row, style = _first_row(canvas) - 1, canvas.styles[role]
    if group or row == HEAD_ROW:
        canvas.sheet.write_string(row, at, text, style)
    else:
        canvas.sheet.merge_range(HEAD_ROW, at, row, at, text, style)


def _write_groups(canvas: Canvas, columns: list[Column], start: int, role: str) -> None:
    """Write the names of the groups over their columns: at the left where the page may end within
    a group, for a name in the middle would be cut."""
    at, style = start, canvas.styles[role]
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
