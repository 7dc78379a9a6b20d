"""Rows of a list → typed columns, every row accounted for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.cell_address import address
from pipeline.domain.submission import SectionRead
from pipeline.intake.amounts import RefusedError
from pipeline.intake.cell_readers import ODD, CellReader
from pipeline.intake.labels import plain
from pipeline.intake.list_layout import Header, ListLayout, find_header
from pipeline.intake.merged_cells import spread, tell_merged
from pipeline.intake.odd_cells import as_text
from pipeline.intake.row_kinds import DATA, NIL_ROW, TOTALS, kind_of
from pipeline.intake.section_guide import (
    PERIOD,
    SEQUENCE,
    UNIT_CODE,
    UNIT_NAME,
    SectionGuide,
    label_details,
)
from pipeline.intake.sheet_context import SheetContext, refused_or_value

WHOSE = (UNIT_CODE, UNIT_NAME, PERIOD)
Row = Sequence[object]


@dataclass(slots=True)
class SortedRows:
    """The rows below a header, by what they are."""

    data: list[Row]
    numbers: list[int]
    totals: list[tuple[int, Row]]
    nil: bool


def read_list(context: SheetContext, guide: SectionGuide) -> SectionRead | None:
    """Read a list. None when it has no header or nothing is filled in."""
    rows = context.sheet.rows
    found = find_header(rows, guide, context.money_line)
    if found is None:
        context.say("header-not-found")
        return None
    layout = found.layout
    tell_layout(context, found, rows)
    spread(rows, context.sheet.merged, [layout.standing[k] for k in WHOSE if k in layout.standing])
    below = sort_rows(rows, found.start, layout.standing.get(SEQUENCE))
    nil = below.nil and not below.data
    if not below.data and not nil:
        context.say("section-empty")
        return None
    read = context.section_read(guide, "list", layout.cells)
    set_aside(context, layout, guide, below, read)
    place_rows(context, layout, below, read)
    if context.sheet.merged:
        tell_merged(context, {
            (number - 1, column): reader for number in below.numbers
            for column, reader in layout.columns
        })  # fmt: skip
    columns = list(zip(*below.data, strict=True))
    for column, reader in layout.columns:
        cells = list(columns[column]) if columns else []
        read_column(context, column, reader, cells, below.numbers, read)
    since = 0
    for number, row in below.totals:
        subtotal = "小计" in plain("".join(as_text(cell) for cell in row[:3]))
        compare_total(context, layout, number, row, read, since if subtotal else 0)
        since = number
    read.nil = nil
    read.rows_seen = len(rows)
    read.rows_other = len(rows) - len(below.data) - read.rows_rejected
    context.count_filled(guide, read)
    return read


def sort_rows(rows: Sequence[Row], start: int, number_column: int | None) -> SortedRows:
    """Tell data rows from the others."""
    below = SortedRows([], [], [], False)
    for index in range(start, len(rows)):
        row = rows[index]
        kind = kind_of(row, number_column)
        if kind == DATA:
            below.data.append(row)
            below.numbers.append(index + 1)
        elif kind == TOTALS:
            below.totals.append((index, row))
        elif kind == NIL_ROW:
            below.nil = True
    return below


def set_aside(
    context: SheetContext, layout: ListLayout, guide: SectionGuide, below: SortedRows,
    read: SectionRead,
) -> None:  # fmt: skip
    """Reject rows of which one cell alone is filled where more is required.

    A remark, the name of a group, an identifier prepared for later: told in one sentence what it
    may be, not as if each required cell had been forgotten. What it says is not repeated: a remark
    may name a person on any sheet.
    """
    needed = {f: column for column, reader in layout.columns
              if (f := reader.field_id) in guide.required}  # fmt: skip
    if len(needed) < 2:
        return
    kept: list[tuple[Row, int]] = []
    counted = layout.standing.get(SEQUENCE)
    for row, number in zip(below.data, below.numbers, strict=True):
        filled = [j for j, cell in enumerate(row) if cell != "" and j != counted]
        if len(filled) > 1:
            kept.append((row, number))
            continue
        blank = [guide.section.fields[f].label for f, j in needed.items() if row[j] == ""]
        context.say(
            "one-cell-row", address(number - 1, filled[0]), None,
            needed_zh="、".join(f"“{label.zh}”" for label in blank),
            needed_en=", ".join(f"“{label.en}”" for label in blank),
        )  # fmt: skip
        read.rows_rejected += 1
    below.data, below.numbers = [row for row, _ in kept], [number for _, number in kept]


def place_rows(
    context: SheetContext, layout: ListLayout, below: SortedRows, read: SectionRead
) -> None:
    """Say of each row whose it is and for when; a row nobody can place is rejected."""
    columns = [layout.standing.get(k) for k in WHOSE]
    if not any(column is not None for column in columns):
        context.tell_misfit()
        read.units = [read.unit or ""] * len(below.data)
        read.periods = [read.period or ""] * len(below.data)
        if read.unit is None or read.period is None:
            context.tell_missing(read)
            read.rows_rejected = len(below.data)
            below.data, below.numbers, read.units, read.periods = [], [], [], []
        read.source_rows = below.numbers
        read.approximate = [None] * len(below.data)
        return
    kept: list[Row] = []
    for row, number in zip(below.data, below.numbers, strict=True):
        unit = context.unit_of_row(row, number, columns[0], columns[1])
        period = context.period_of_row(row, number, columns[2])
        if unit is None or period is None or not context.fits(unit, period, number, columns):
            read.rows_rejected += 1
            continue
        kept.append(row)
        read.source_rows.append(number)
        read.units.append(unit)
        read.periods.append(period)
    below.data, below.numbers = kept, read.source_rows
    read.approximate = [None] * len(kept)


def read_column(
    context: SheetContext,
    column: int,
    reader: CellReader,
    cells: list[object],
    numbers: list[int],
    read: SectionRead,
) -> None:
    """Type the cells of one column; ``numbers`` are those of their rows."""
    if is_blank(cells):
        read.columns[reader.field_id] = [None] * len(cells)
        return
    values, odd = reader.column(cells)
    if odd and ODD in values:
        for i, value in enumerate(values):
            if value is ODD:
                cell = address(numbers[i] - 1, column)
                place = (read.units[i], read.periods[i])
                values[i], rough = refused_or_value(context, reader, cells[i], cell, place)
                if rough:
                    known = read.approximate[i]
                    read.approximate[i] = f"{known};{reader.field_id}" if known else reader.field_id
    read.columns[reader.field_id] = values


def is_blank(cells: list[object]) -> bool:
    """Whether nothing is filled in, in which every field is read as None."""
    return bool(cells) and cells[0] == "" == cells[-1] and cells.count("") == len(cells)


def tell_layout(context: SheetContext, header: Header, rows: Sequence[Row]) -> None:
    """Tell what is wrong with the header, and which filled columns nobody asked for."""
    for problem in header.layout.problems:
        cell = None if problem.column is None else header.cell(rows, problem.column)
        context.say(problem.slug, cell, problem.got, problem.field_id, **problem.details)
    for column, label in header.layout.unmatched:
        filled = sum(row[column] != "" for row in rows[header.start :])
        if filled > (0 if label else 1):  # a single remark beside the table is nobody's column
            context.say("unknown-column", header.cell(rows, column), label or None, label=label)


def stated_total(reader: CellReader, cell: object) -> object:
    """What a cell of a 合计 row says; None where that is no number (it is not asked for one)."""
    value = reader.quick(cell)
    if value is not ODD:
        return value
    try:
        return reader.odd(cell).value
    except RefusedError:
        return None


def compare_total(
    context: SheetContext,
    layout: ListLayout,
    number: int,
    row: Row,
    read: SectionRead,
    since: int,
) -> None:
    """Compare a 合计 row with the rows above it, from ``since``; it is never loaded."""
    for column, reader in layout.columns:
        if reader.field.type not in ("integer", "decimal", "money") or row[column] == "":
            continue
        above = [
            value
            for value, source in zip(read.columns[reader.field_id], read.source_rows, strict=True)
            if since < source <= number and isinstance(value, int | Decimal)
        ]
        stated = stated_total(reader, row[column])
        if not isinstance(stated, int | Decimal) or stated == sum(above):
            continue
        context.say(
            "total-row-differs",
            address(number, column),
            as_text(row[column]),
            reader.field_id,
            stated=format(stated, ",f") if isinstance(stated, Decimal) else f"{stated:,}",
            sum=f"{sum(above):,}",
            **label_details(reader.field.label),
        )
