"""Cells merged over several rows: the file holds their value in the first row only.

Whose a row is, or for when, holds for all of them. A figure does not: it may be that of each row or
what they come to together, so it is asked for row by row.
"""

from collections.abc import Collection, Mapping, Sequence

from pipeline.domain.cell_address import address
from pipeline.intake.cell_readers import CellReader
from pipeline.intake.section_guide import label_details
from pipeline.intake.sheet_context import SheetContext
from pipeline.intake.workbook import Merged


def spread(
    rows: Sequence[list[object]], merged: Sequence[Merged], columns: Collection[int]
) -> None:
    """Write the value of merged cells of these columns into each of their rows that says more."""
    for top, column, last, _ in merged:
        if column not in columns or top >= len(rows) or rows[top][column] == "":
            continue
        for row in rows[top + 1 : last + 1]:
            if row[column] == "" and any(cell != "" for cell in row):
                row[column] = rows[top][column]


def tell_merged(context: SheetContext, asked: Mapping[tuple[int, int], CellReader]) -> None:
    """Tell of merged cells that hold one value where several cells are asked for.

    ``asked``: row and column of the cells that are read, with their readers.
    """
    rows = context.sheet.rows
    for top, column, last, right in context.sheet.merged:
        if sum((row, column) in asked for row in range(top, last + 1)) < 2:
            continue
        first = next(row for row in range(top, last + 1) if (row, column) in asked)
        if rows[top][column] == "":
            continue
        reader = asked[first, column]
        context.say(
            "merged-rows", address(top, column), None, reader.field_id,
            range=f"{address(top, column)}:{address(last, right)}",
            **label_details(reader.field.label),
        )  # fmt: skip
