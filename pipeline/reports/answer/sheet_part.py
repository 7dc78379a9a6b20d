"""One worksheet: other looks for some of its cells, and the place for its comments."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pipeline.domain import cell_address
from pipeline.domain.sheet_limits import MOST_COLUMNS, MOST_ROWS
from pipeline.reports.answer.package import relation_namespace
from pipeline.reports.answer.xml_places import (
    Splices,
    Tag,
    children_of_root,
    in_ascii,
    local_name,
    prefix_of,
    root_of,
    tag_end,
    walk,
)

Cell = tuple[int, int]
"""Row and column, both from 1."""
MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z]+)(\d+):([A-Z]+)(\d+)""")
ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
AFTER_DRAWING = frozenset({
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
})  # fmt: skip


@dataclass(slots=True)
class Written:
    """One row as it is written: its tag, and the cells in it that matter."""

    number: int
    start: int
    inner: int
    style: int | None
    name: str
    cells: list[tuple[int, int, int | None]] = field(default_factory=list)
    outer: int = 0
    is_empty: bool = False


@dataclass(slots=True)
class Survey:
    """What one walk over a sheet finds."""

    rows: list[Written] = field(default_factory=list)
    columns: list[tuple[int, int, int]] = field(default_factory=list)
    styled: list[tuple[Cell, int, int]] = field(default_factory=list)
    data: Tag | None = None


def parse_address(text: str) -> Cell | None:
    """Return row and column of ``C5``, None for what is no address of one cell."""
    found = ADDRESS.fullmatch(text)
    if found is None:
        return None
    row, column = int(found[2]), column_number(found[1])
    return (row, column) if 0 < row <= MOST_ROWS and column <= MOST_COLUMNS else None


def address(cell: Cell) -> str:
    """Return ``C5`` for row 5 and column 3."""
    row, column = cell
    return cell_address.address(row - 1, column - 1)


def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    return cell_address.column_index(letters) + 1


def anchors(xml: bytes, cells: Iterable[Cell]) -> dict[Cell, Cell]:
    """Return for each cell the one that shows it: the first of a merged range, or itself."""
    ranges = [
        (int(top), column_number(left.decode()), int(bottom), column_number(right.decode()))
        for left, top, right, bottom in MERGED.findall(xml)
    ]
    found = {}
    for row, column in cells:
        inside = (r for r in ranges if r[0] <= row <= r[2] and r[1] <= column <= r[3])
        top, left, _, _ = next(inside, (row, column, 0, 0))
        found[row, column] = (top, left)
    return found


def restyled(
    xml: bytes, wanted: Iterable[Cell], look: Callable[[Cell, int], int]
) -> tuple[bytes, dict[Cell, int]]:
    """Return the sheet with other looks for some cells, and the looks they had.

    ``look`` gives the new style number of a cell from its old one. Cells that are not written
    are added without a value.
    """
    targets = sorted(set(wanted))
    survey = surveyed(xml, {row for row, _ in targets})
    splices = Splices(xml)
    had: dict[Cell, int] = {}
    by_row: dict[int, list[Cell]] = {}
    for cell in targets:
        by_row.setdefault(cell[0], []).append(cell)
    written = {row.number: row for row in survey.rows}
    for number, cells in by_row.items():
        if number in written:
            restyle_row(splices, written[number], cells, survey, look, had)
        else:
            add_row(splices, survey, number, cells, look, had)
    return splices.result(), had


def restyle_row(
    splices: Splices,
    row: Written,
    cells: list[Cell],
    survey: Survey,
    look: Callable[[Cell, int], int],
    had: dict[Cell, int],
) -> None:
    """Change cells of a written row; add the ones it lacks, in their order."""
    there = {column: (start, style) for column, start, style in row.cells}
    absent = b""
    for cell in cells:
        if cell[1] in there:
            start, style = there[cell[1]]
            had[cell] = style or 0
            splices.set_attribute(start, "s", str(look(cell, had[cell])))
            continue
        had[cell] = row.style if row.style is not None else column_style(survey, cell[1])
        new = new_cell(row.name, cell, look(cell, had[cell]))
        if row.is_empty:
            absent += new
        else:
            following = (start for column, start, _ in row.cells if column > cell[1])
            splices.insert(next(following, row.outer), new)
    if absent:
        end = tag_end(splices.content, row.start)
        opened = splices.content[row.start : end - 2].rstrip() + b">"
        splices.replace(row.start, end, opened + absent + f"</{row.name}>".encode())


def add_row(
    splices: Splices,
    survey: Survey,
    number: int,
    cells: list[Cell],
    look: Callable[[Cell, int], int],
    had: dict[Cell, int],
) -> None:
    """Write a row that the sheet lacks."""
    data = survey.data
    if data is None:
        return
    name = f"{data.prefix}row"
    content = b""
    for cell in cells:
        had[cell] = column_style(survey, cell[1])
        content += new_cell(name, cell, look(cell, had[cell]))
    row = f'<{name} r="{number}">'.encode() + content + f"</{name}>".encode()
    following = next((r for r in survey.rows if r.number > number), None)
    if following is not None:
        splices.insert(following.start, row)
    else:
        splices.append_inside(data, row)


def new_cell(row_name: str, cell: Cell, style: int) -> bytes:
    """Return a cell that has a look and nothing in it."""
    return f'<{prefix_of(row_name)}c r="{address(cell)}" s="{style}"/>'.encode()


def column_style(survey: Survey, column: int) -> int:
    """Return the look of a column's unwritten cells."""
    return next((s for first, last, s in survey.columns if first <= column <= last), 0)


def styles_in_use(xml: bytes, wanted: Callable[[int], bool]) -> list[tuple[Cell, int]]:
    """Return every written cell whose look is wanted."""
    survey = surveyed(xml, frozenset(), wanted)
    return [(cell, style) for cell, _, style in survey.styled]


def surveyed(
    xml: bytes, rows: "set[int] | frozenset[int]", wanted: Callable[[int], bool] | None = None
) -> Survey:
    """Walk over a sheet; of rows in ``rows`` every cell is noted. Raises OddXml."""
    found = Survey()
    at_cell: Cell = (0, 0)

    def start(written: str, given: dict[str, str], at: int) -> None:
        nonlocal at_cell
        name = local_name(written)
        if name == "c":
            column = column_of(given.get("r"), at_cell[1])
            at_cell = (at_cell[0], column)
            style = int(given["s"]) if given.get("s", "").isdigit() else None
            if at_cell[0] in rows:
                found.rows[-1].cells.append((column, at, style))
            if wanted is not None and style is not None and wanted(style):
                found.styled.append((at_cell, at, style))
        elif name == "row":
            number = int(given["r"]) if given.get("r", "").isdigit() else at_cell[0] + 1
            at_cell = (number, 0)
            style = int(given["s"]) if given.get("s", "").isdigit() else None
            found.rows.append(Written(number, at, tag_end(xml, at), style, written))
        elif name == "col" and given.get("style", "").isdigit():
            span = (int(given.get("min", 0)), int(given.get("max", 0)), int(given["style"]))
            found.columns.append(span)
        elif name == "sheetData":
            found.data = Tag(name, prefix_of(written), given, at, tag_end(xml, at))

    def end(written: str, at: int) -> None:
        name = local_name(written)
        if name == "row":
            row = found.rows[-1]
            row.is_empty = xml[row.inner - 2 : row.inner] == b"/>"
            row.outer = row.inner if row.is_empty else at
        elif name == "sheetData" and (data := found.data) is not None:
            data.close(xml, at)

    walk(xml, start, end)
    return found


def column_of(reference: str | None, before: int) -> int:
    """Return the column a cell states, or the one after the cell before it."""
    cell = parse_address(reference) if reference else None
    return cell[1] if cell else before + 1


def with_comments(xml: bytes, relation: str) -> bytes:
    """Return the sheet with a reference to the drawing that holds its comments' boxes."""
    root = root_of(xml)
    what = in_ascii(
        f'<{root.prefix}legacyDrawing xmlns:rel="{relation_namespace(root)}" rel:id="{relation}"/>'
    )
    splices = Splices(xml)
    inside = children_of_root(xml)
    data = next((n for n, tag in enumerate(inside) if tag.name == "sheetData"), 0)
    behind = (
        tag for tag in inside[data:] if tag.name in AFTER_DRAWING or tag.name == "AlternateContent"
    )
    following = next(behind, None)
    splices.insert(following.start if following else root.outer, what)
    return splices.result()


def legacy_drawing(xml: bytes) -> str | None:
    """Return the relation id of the drawing that holds comment boxes, None without one."""
    for tag in children_of_root(xml):
        if tag.name == "legacyDrawing":
            return next((v for k, v in tag.attributes.items() if k.endswith(":id")), None)
    return None
