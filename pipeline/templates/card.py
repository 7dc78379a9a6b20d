"""A card: one unit's report, a field per row, the value beside its label.

Where fields have groups the name of each stands left of its rows, in place of their numbers. What
is part of a total (其中) is indented under it, as official forms have it; its text is not.
"""

from datetime import date
from itertools import groupby

from xlsxwriter.format import Format

from pipeline.domain.cell_address import address
from pipeline.domain.sheet_limits import TALLEST_ROW
from pipeline.domain.text_width import lines_in
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
from pipeline.templates.lines import LINE, small_height
from pipeline.templates.plan import Column
from pipeline.wording.phrases import phrase

HEADS = ("serial", "item", "value", "measure_unit", "explanation", "note")
WIDTHS = (6, 30, 16, 10, 52, 18, 14)
GROUP_WIDTHS = (12, 24)
VALUE, EXPLANATION, NOTES, BEFORE = 2, 4, 5, 6
INDENT = 2
"""How much narrower an indented label is, in digits."""


def write_card(canvas: Canvas) -> None:
    """Write the whole sheet."""
    sheet, styles = canvas.sheet, canvas.styles
    heads = (*HEADS, "before") if canvas.content.before else HEADS
    last = len(heads) - 1
    for index, width in enumerate(_widths(canvas)[: len(heads)]):
        sheet.set_column(index, index, width)
    write_top(canvas, last, "sheet.units_per_row")
    for index, head in enumerate(heads):
        sheet.write_string(
            HEAD_ROW, index, phrase(f"sheet.{head}", canvas.language), styles["head"]
        )
    if canvas.grouped:
        text = phrase("sheet.item", canvas.language)
        sheet.merge_range(HEAD_ROW, 0, HEAD_ROW, 1, text, styles["head"])
    columns = canvas.columns()
    values = canvas.content.rows[0] if canvas.content.rows else {}
    for number, column in enumerate(columns):
        _write_field(canvas, number, column, values.get(column.id))
    if canvas.grouped:
        _write_groups(canvas, columns)
    end = FIRST_ROW + len(columns)
    write_signature(canvas, end)
    sheet.freeze_panes(FIRST_ROW, 0)
    set_up_page(canvas, FIRST_ROW, end, last)


def _widths(canvas: Canvas) -> tuple[int, ...]:
    """Return the widths of the columns."""
    return (*GROUP_WIDTHS, *WIDTHS[2:]) if canvas.grouped else WIDTHS


def _write_groups(canvas: Canvas, columns: list[Column]) -> None:
    """Write the names of the groups left of their rows; a field of none has both cells."""
    row, sheet, styles = FIRST_ROW, canvas.sheet, canvas.styles
    for group, members in groupby(columns, key=lambda column: column.group):
        shown = list(members)
        if not group:
            for at, column in enumerate(shown, row):
                sheet.merge_range(at, 0, at, 1, canvas.head(column), _label(canvas, column))
        elif len(shown) > 1:
            sheet.merge_range(row, 0, row + len(shown) - 1, 0, group, styles["group"])
        else:
            sheet.write_string(row, 0, group, styles["group"])
        row += len(shown)


def _label(canvas: Canvas, column: Column) -> Format:
    """Return the look of a field's label."""
    return canvas.styles["part" if column.field.is_part else "label"]


def _write_field(canvas: Canvas, number: int, column: Column, value: object) -> None:
    sheet, styles, row = canvas.sheet, canvas.styles, FIRST_ROW + number
    head = canvas.head(column)
    high = small_height(column.explanation, WIDTHS[EXPLANATION])
    if canvas.grouped:
        narrower = INDENT * column.field.is_part
        high = max(high, LINE * lines_in(head, _widths(canvas)[1] - narrower) + 4)
    sheet.set_row(row, min(high, TALLEST_ROW))
    if not canvas.grouped:
        sheet.write_number(row, 0, number + 1, styles["serial"])
    if column.group or not canvas.grouped:
        sheet.write_string(row, 1, head, _label(canvas, column))
    total = None if value is not None else _total(canvas, column)
    style = styles[column.style] if total is None else styles["sum"]
    write(sheet, row, VALUE, on_sheet(value, column) if total is None else total, style)
    sheet.write_string(row, 3, column.unit, styles["unit"])
    sheet.write_string(row, EXPLANATION, column.explanation, styles["small"])
    note = canvas.content.note(0) if number == 0 else None
    write(sheet, row, NOTES, note, styles["text"])
    if canvas.content.before:
        before = on_sheet(canvas.content.before.get(column.id), column)
        write(sheet, row, BEFORE, _shown_before(before), styles["before"])
    canvas.remember(0, column.id, address(row, VALUE))
    if number == 0:
        canvas.remember(0, NOTE, address(row, NOTES))
    if not canvas.heading.plain:
        validate(canvas, column, row, row, VALUE)


def _total(canvas: Canvas, column: Column) -> Formula | None:
    """Return the sum that a blank template computes by itself; None where people enter it.

    Only where a rule says so and every part is required: otherwise somebody may know the total
    and not its parts.
    """
    if canvas.heading.plain:
        return None
    fields = canvas.plan.section.fields
    shown = [c.id for c in canvas.columns()]
    for rule in canvas.plan.section.rules:
        summed = rule.sum_equals
        if summed is None or summed.total != column.id:
            continue
        if all(part in shown and fields[part].required for part in summed.parts):
            cells = [address(FIRST_ROW + shown.index(part), VALUE) for part in summed.parts]
            listed = ",".join(cells)
            return Formula(f'=IF(COUNT({listed})<{len(cells)},"",SUM({listed}))', "")
    return None


def _shown_before(value: object) -> object:
    """Return an earlier value as it is shown; a day is written out, as the cell has no format."""
    return value.isoformat() if isinstance(value, date) else value
