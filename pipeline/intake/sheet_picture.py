"""The region around cited cells of an archived file, as text, to look at."""

from collections.abc import Iterable
from pathlib import Path

from pipeline.domain.cell_address import column_index, column_letters
from pipeline.intake.labels import ADDRESS
from pipeline.intake.odd_cells import as_text
from pipeline.intake.workbook import read_workbook

MOST_ROWS, MOST_COLUMNS = 60, 30


def read_region(
    path: Path, sheet: str, cells: Iterable[str], margin: int = 3
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Column letters, and rows with their numbers, around ``cells`` such as C7.

    Raises UnreadableFileError, and KeyError when the file has no such sheet.
    """
    book = read_workbook(Path(path).read_bytes(), Path(path).suffix)
    rows = next((s.rows for s in book.sheets if s.name == sheet), None)
    if rows is None:
        raise KeyError(sheet)
    found = [ADDRESS.fullmatch(cell) for cell in cells]
    spots = [(int(m[2]) - 1, column_index(m[1])) for m in found if m is not None] or [(0, 0)]
    width = max((len(row) for row in rows), default=0)
    top = max(min(r for r, _ in spots) - margin, 0)
    bottom = min(max(r for r, _ in spots) + margin + 1, len(rows), top + MOST_ROWS)
    left = max(min(c for _, c in spots) - margin, 0)
    right = min(max(c for _, c in spots) + margin + 1, width, left + MOST_COLUMNS)
    region = [(r + 1, [as_text(cell) for cell in rows[r][left:right]]) for r in range(top, bottom)]
    return [column_letters(c) for c in range(left, right)], region
