"""Workbooks that are issued: texts stay texts, and rows are as high as what is wrapped in them."""

from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.domain.sheet_limits import TALLEST_ROW
from pipeline.domain.text_width import lines_in

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
USUAL_WIDTH, USUAL_HEIGHT = 8.43, 15.0
"""Digits and points, where nothing was set."""
LINE = 14
"""Points of a line of 10-point writing."""


class IssuedSheet(Worksheet):
    """A sheet whose rows grow with the texts that are wrapped in them.

    Some programs work that out when they open a file, others print such lines over each other.
    Widths of columns have to be set before their texts are written.
    """

    def __init__(self) -> None:
        super().__init__()
        self._widths: dict[int, float] = {}
        self._heights: dict[int, float] = {}
        self._merged: dict[tuple[int, int], float] = {}

    def set_column(
        self, first_col: int, last_col: int, width: float | None = None, *more: Any, **others: Any
    ) -> Literal[0, -1]:
        """As ``Worksheet.set_column``."""
        if width is not None:
            self._widths |= dict.fromkeys(range(first_col, last_col + 1), width)
        return super().set_column(first_col, last_col, width, *more, **others)

    def set_row(
        self, row: int, height: float | None = None, *more: Any, **others: Any
    ) -> Literal[0, -1]:
        """As ``Worksheet.set_row``; from there on it only grows."""
        if height is not None:
            self._heights[row] = height
        return super().set_row(row, height, *more, **others)

    def merge_range(
        self, first_row: int, first_col: int, last_row: int, last_col: int, *more: Any
    ) -> Literal[0, -1, -2]:
        """As ``Worksheet.merge_range``; a text in it has the room of all its columns."""
        together = range(first_col, last_col + 1)
        room = sum(self._widths.get(column, USUAL_WIDTH) for column in together)
        self._merged[first_row, first_col] = room
        return super().merge_range(first_row, first_col, last_row, last_col, *more)

    def write_string(
        self, row: int, col: int, string: str, cell_format: Format | None = None
    ) -> Literal[0, -1, -2]:
        """As ``Worksheet.write_string``; a row too low for what is wrapped becomes higher."""
        if cell_format is not None and cell_format.text_wrap:
            room = self._merged.get((row, col)) or self._widths.get(col, USUAL_WIDTH)
            lines = lines_in(string, room)
            needed = min(LINE * lines + 2, TALLEST_ROW)
            if lines > 1 and needed > self._heights.get(row, USUAL_HEIGHT):
                self.set_row(row, needed)
        return super().write_string(row, col, string, cell_format)


class IssuedBook(Workbook):
    """A workbook of such sheets, in a file or in memory."""

    def __init__(self, target: Path | BytesIO) -> None:
        super().__init__(str(target) if isinstance(target, Path) else target, OPTIONS)

    def add_worksheet(
        self, name: str | None = None, worksheet_class: type[Worksheet] | None = None
    ) -> Worksheet:
        """As ``Workbook.add_worksheet``."""
        return super().add_worksheet(name, worksheet_class or IssuedSheet)

    def close(self) -> None:
        """As ``Workbook.close``; raises OSError itself, where the file cannot be written."""
        try:
            super().close()
        except FileCreateError as failed:
            raise failed.args[0] from None
