"""A list: a row per unit, event, case or person, a field per column."""

from math import ceil

from pipeline.domain.cell_address import address, column_letters
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
HEAD_HEIGHT = 46
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
    content = canvas.content
    end = FIRST_ROW + len(content.rows) + content.spare
    for index in range(len(content.rows) + content.spare):
        _write_row(canvas, index, columns, start)
    if not canvas.heading.plain and end > FIRST_ROW:
        for at, column in enumerate(columns, start):
            validate(canvas, column, FIRST_ROW, end - 1, at)
    if content.total:
        _write_total(canvas, end, columns, start)
        end += 1
    write_signature(canvas, end)
    canvas.sheet.freeze_panes(FIRST_ROW, max(start, 1))
    set_up_page(canvas, end, last, landscape=last >= LANDSCAPE_FROM)


def _leading(canvas: Canvas) -> list[str]:
    """Return the columns in front of the fields, for lists of several units or periods."""
    units = ["unit_code", "unit_name"] if canvas.content.units else []
    return units + (["period_head"] if canvas.content.periods else [])


def _write_heads(canvas: Canvas, leading: list[str], columns: list[Column]) -> None:
    sheet, styles, language = canvas.sheet, canvas.styles, canvas.language
    sheet.set_row(HEAD_ROW, HEAD_HEIGHT)
    for at, name in enumerate(leading):
        sheet.set_column(at, at, LEADING_WIDTHS[name])
        sheet.write_string(HEAD_ROW, at, phrase(f"sheet.{name}", language), styles["head_required"])
    for at, column in enumerate(columns, len(leading)):
        text = canvas.label(column)
        if column.unit:
            text = phrase("sheet.head_with_unit", language, label=text, unit=column.unit)
        sheet.set_column(at, at, max(column.width, 2 * ceil(len(text) / 3) + 2))
        role = "head_required" if column.field.required else "head"
        sheet.write_string(HEAD_ROW, at, text, styles[role])
    note = len(leading) + len(columns)
    sheet.set_column(note, note, NOTE_WIDTH)
    sheet.write_string(HEAD_ROW, note, phrase("sheet.note", language), styles["head"])


def _write_row(canvas: Canvas, index: int, columns: list[Column], start: int) -> None:
    sheet, styles, content, row = canvas.sheet, canvas.styles, canvas.content, FIRST_ROW + index
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
    sheet, style = canvas.sheet, canvas.styles["total"]
    for at in range(start + len(columns) + 1):
        sheet.write_blank(row, at, None, style)
    sheet.write_string(row, 0, phrase("sheet.total", canvas.language), style)
    for at, column in enumerate(columns, start):
        if column.numeric and at > 0:
            where = column_letters(at)
            total = _sum(canvas, column)
            text = f"=SUM({where}{FIRST_ROW + 1}:{where}{max(row, FIRST_ROW + 1)})"
            write(sheet, row, at, Formula(text, total), style)


def _sum(canvas: Canvas, column: Column) -> float:
    cells = (on_sheet(row.get(column.id), column) for row in canvas.content.rows)
    return sum(v for v in cells if isinstance(v, int | float))
