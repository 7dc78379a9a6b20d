"""A card: one unit's report, a field per row, the value beside its label."""

from math import ceil

from pipeline.templates.canvas import (
    FIRST_ROW,
    HEAD_ROW,
    Canvas,
    set_up_page,
    validate,
    write_signature,
    write_top,
)
from pipeline.templates.cells import address, on_sheet, write
from pipeline.templates.content import NOTE
from pipeline.templates.plan import Column
from pipeline.wording.phrases import phrase

HEADS = ("serial", "item", "value", "measure_unit", "explanation", "note")
WIDTHS = (6, 30, 16, 10, 52, 18)
VALUE, EXPLANATION, NOTES = 2, 4, 5
LINE_HEIGHT, SMALL_LINE = 20, 13


def write_card(canvas: Canvas) -> None:
    """Write the whole sheet."""
    sheet, styles = canvas.sheet, canvas.styles
    last = len(HEADS) - 1
    for index, width in enumerate(WIDTHS):
        sheet.set_column(index, index, width)
    write_top(canvas, last, "sheet.units_per_row")
    for index, head in enumerate(HEADS):
        sheet.write_string(
            HEAD_ROW, index, phrase(f"sheet.{head}", canvas.language), styles["head"]
        )
    columns = canvas.columns()
    values = canvas.content.rows[0] if canvas.content.rows else {}
    for number, column in enumerate(columns):
        _write_field(canvas, number, column, values.get(column.id))
    end = FIRST_ROW + len(columns)
    write_signature(canvas, end)
    sheet.freeze_panes(FIRST_ROW, 0)
    set_up_page(canvas, end, last, landscape=False)


def _write_field(canvas: Canvas, number: int, column: Column, value: object) -> None:
    sheet, styles, row = canvas.sheet, canvas.styles, FIRST_ROW + number
    lines = ceil(_display_width(column.explanation) / (WIDTHS[EXPLANATION] * 1.15))
    sheet.set_row(row, max(LINE_HEIGHT, SMALL_LINE * lines + 4))
    sheet.write_number(row, 0, number + 1, styles["serial"])
    sheet.write_string(row, 1, canvas.label(column), styles["label"])
    write(sheet, row, VALUE, on_sheet(value, column), styles[column.style])
    sheet.write_string(row, 3, column.unit, styles["unit"])
    sheet.write_string(row, EXPLANATION, column.explanation, styles["small"])
    note = canvas.content.note(0) if number == 0 else None
    write(sheet, row, NOTES, note, styles["text"])
    canvas.remember(0, column.id, address(row, VALUE))
    if number == 0:
        canvas.remember(0, NOTE, address(row, NOTES))
    if not canvas.heading.plain:
        validate(canvas, column, row, row, VALUE)


def _display_width(text: str) -> int:
    return len(text) + sum(ord(letter) > 0x2E7F for letter in text)
