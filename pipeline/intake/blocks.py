"""Several tables on one sheet: where each begins, and its cells back on the whole sheet.

Tables stand under each other or beside each other, each with its own head row. A sheet with one
table, which is nearly every sheet, is told so by a cheap look and is never cut.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.domain.cell_address import address, column_index, column_letters
from pipeline.domain.finding import Finding
from pipeline.domain.submission import SectionRead
from pipeline.intake.card_reading import CardHead, card_heads
from pipeline.intake.labels import ADDRESS, plain
from pipeline.intake.list_layout import DEEPEST_HEADER, FEWEST_LABELS, STANDING
from pipeline.intake.row_kinds import NIL, NOTES, SIGNATURE, TOTAL
from pipeline.intake.section_guide import SEQUENCE, STANDING_LABELS, SectionGuide
from pipeline.intake.sheet_heading import MONEY_LINE, PERIOD, UNIT, VERSION
from pipeline.intake.workbook import Merged, Sheet

DEEPEST_HEADING = 8
SEQUENCE_WORDS = frozenset(plain(word) for word in STANDING_LABELS[SEQUENCE])
Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Block:
    """One table of a sheet, cut out; row 0, column 0 of ``sheet`` is (``top``, ``left``) of all."""

    sheet: Sheet
    top: int
    left: int

    @property
    def corner(self) -> str:
        """Where it begins on the whole sheet."""
        return address(self.top, self.left)


def blocks_of(sheet: Sheet, guides: Sequence[SectionGuide]) -> list[Block]:
    """The tables of a sheet from top left on; the sheet itself where there is one only."""
    heads = head_rows(sheet.rows, guides)
    starts = [0, *(begin(sheet.rows, r, before, guides) for before, r in pairwise(heads))]
    bands = list(zip(starts, [*starts[1:], len(sheet.rows)], strict=True))
    found: list[Block] = []
    for number, (top, end) in enumerate(bands):
        rows = sheet.rows[top:end]
        head = heads[number] - top if heads else None
        edges = edges_of(rows, head, guides) if head is not None else [0]
        for left, right in zip(edges, [*edges[1:], None], strict=True):
            cut = [row[left:right] for row in rows] if len(edges) > 1 else rows
            hidden = 0 if found else sheet.hidden_rows
            merged = cut_out(sheet.merged, top, left, end)
            found.append(Block(Sheet(sheet.name, cut, sheet.hidden, hidden, merged), top, left))
    return found if len(found) > 1 else [Block(sheet, 0, 0)]


def cut_out(merged: Sequence[Merged], top: int, left: int, end: int) -> list[Merged]:
    """Merged cells from ``top`` and ``left`` on, as they are called in the table cut out there."""
    return [
        (row - top, column - left, last - top, right - left)
        for row, column, last, right in merged
        if top <= row and last < end and left <= column
    ]


def repeats(sheet: Sheet, head: int) -> bool:
    """Whether what a row begins with begins another one further down: a second table, perhaps."""
    if len(sheet.rows) <= head:
        return False
    at = next(((j, c) for j, c in enumerate(sheet.rows[head]) if c != ""), None)
    if at is None:
        return False
    column, text = at
    return any(row[column] == text for row in sheet.rows[head + 1 :])


def head_rows(rows: Sequence[Row], guides: Sequence[SectionGuide]) -> list[int]:
    """The first row of every head; rows of one head stand directly under each other."""
    found: list[int] = []
    last = -DEEPEST_HEADER
    for r, row in enumerate(rows):
        texts = row_texts(row)
        if texts is None or not (card_heads(row) or names_columns(texts, guides, is_tight(row))):
            continue
        if not found or r - last >= DEEPEST_HEADER:
            found.append(r)
        last = r
    return found


def row_texts(row: Row) -> list[str] | None:
    """The texts of a row; None where it holds a number, a date, or less than two texts."""
    texts: list[str] = []
    for cell in row:
        if type(cell) is str:
            if cell:
                texts.append(cell)
        else:
            return None
    return texts if len(texts) > 1 else None


def is_tight(row: Row) -> bool:
    """Whether the filled cells of a row stand side by side; in a card, values are between."""
    filled = [j for j, cell in enumerate(row) if cell != ""]
    return len(filled) == filled[-1] - filled[0] + 1


def names_columns(
    texts: Sequence[str], guides: Sequence[SectionGuide], tight: bool = False
) -> bool:
    """Whether a row is the head of a list: most of it are names of one section's fields.

    ``tight``: nothing is blank between them, so that few of a card's labels are enough.
    """
    if len(texts) < FEWEST_LABELS:
        return False
    for guide in guides:
        known, fields = len(named(guide, texts)), len(guide.section.fields)
        if known and guide.groups:
            known += sum(text in guide.groups for text in texts)
        enough = FEWEST_LABELS if guide.section.layout == "list" else max(3, (fields + 1) // 2)
        if known >= enough and known * 2 >= len(texts):
            return True
        if tight and known >= FEWEST_LABELS and known * 4 >= len(texts) * 3:
            return True
    return False


def begin(rows: Sequence[Row], head: int, before: int, guides: Sequence[SectionGuide]) -> int:
    """The row a table begins with: its title and the lines under it belong to it."""
    start = head
    for r in range(head - 1, max(before, head - DEEPEST_HEADING - 1), -1):
        row = rows[r]
        if not any(cell != "" for cell in row):
            if r - 1 > before and is_heading(rows[r - 1], guides):
                continue
            break
        upper = start - r == 1 and head - r < DEEPEST_HEADER and is_upper_head(row, guides)
        if not (upper or is_heading(row, guides)):
            break
        start = r
    return start


def is_upper_head(row: Row, guides: Sequence[SectionGuide]) -> bool:
    """Whether a row is the upper part of a head of several rows."""
    texts = row_texts(row)
    return texts is not None and any(
        guide.field_for(text) is not None or text in guide.groups
        for guide in guides
        for text in texts
    )


def is_heading(row: Row, guides: Sequence[SectionGuide]) -> bool:
    """Whether a row is a title, or says whose the table is, for when, or in what unit."""
    texts = [cell for cell in row if cell != ""]
    if not texts or not all(isinstance(text, str) for text in texts):
        return False
    words = [str(text) for text in texts]
    if any(kind.search(word) for kind in (UNIT, PERIOD, VERSION, MONEY_LINE) for word in words):
        return True
    first = plain(words[0])
    ends = TOTAL.fullmatch(first) or SIGNATURE.match(first) or NOTES.match(first)
    if ends or first in NIL or len(words) > 1:
        return False
    return all(guide.field_for(words[0]) is None for guide in guides)


def edges_of(rows: Sequence[Row], head: int, guides: Sequence[SectionGuide]) -> list[int]:
    """The columns with which tables beside each other begin; 0 alone where there is one."""
    row = rows[head]
    pairs = card_heads(row)
    if len(pairs) > 1:
        return card_edges(rows, head, pairs, guides)
    width = len(row)
    blank = [j for j in range(width) if all(line[j] == "" for line in rows[head:])]
    edges = [0]
    for j in range(1, width):
        if j - 1 in blank and j not in blank:
            left, right = row_texts(row[edges[-1] : j]), row_texts(row[j:])
            if left and right and names_columns(left, guides) and names_columns(right, guides):
                edges.append(j)
    if len(edges) == 1 and row[0] != "" and type(row[0]) is str:
        again = [j for j in range(1, width) if row[j] == row[0]]
        edges += [j for j in again if names_columns(row_texts(row[j:]) or [], guides)]
    return edges


def card_edges(
    rows: Sequence[Row], head: int, pairs: Sequence[CardHead], guides: Sequence[SectionGuide]
) -> list[int]:
    """As ``edges_of``; a card that goes on to the right of itself is one card."""
    starts = [0, *(first_column(rows[head], pair.label) for pair in pairs[1:])]
    labels = [[str(row[pair.label]) for row in rows[head + 1 :]] for pair in pairs]
    for guide in guides:
        own = [named(guide, part) for part in labels]
        best = all(
            mine and len(mine) >= len(named(other, part))
            for mine, part in zip(own, labels, strict=True)
            for other in guides
        )
        if best and sum(map(len, own)) == len(set().union(*own)):
            return [0]
    return starts


def named(guide: SectionGuide, labels: Iterable[str]) -> set[str | None]:
    """The fields of a section that labels name."""
    return {guide.field_for(label) for label in labels} - {None, *STANDING}


def first_column(row: Row, label: int) -> int:
    """Where the table of a label column begins: a column of numbers before it belongs to it."""
    while label > 1 and plain(str(row[label - 1])) in SEQUENCE_WORDS:
        label -= 1
    return label


def on_sheet(block: Block, finding: Finding, sheet: str) -> Finding:
    """A finding of a table with its cells as they are called on the whole sheet."""
    place, details = replace(finding.place, sheet=sheet), dict(finding.details)
    if place.cell is not None:
        place = replace(place, cell=moved(place.cell, block))
    if finding.slug == "item-twice":
        details["first"] = moved(details["first"], block)
    if finding.slug == "merged-rows":
        first, _, last = details["range"].partition(":")
        details["range"] = f"{moved(first, block)}:{moved(last, block)}"
    return replace(finding, place=place, details=details)


def put_back(block: Block, read: SectionRead) -> None:
    """Give what was read of a table the rows and columns it has on the whole sheet."""
    read.cells = {name: moved(at, block) for name, at in read.cells.items()}
    read.source_rows = [row + block.top for row in read.source_rows]


def moved(at: str, block: Block) -> str:
    """A cell, or a column, of a table as it is called on the whole sheet."""
    cell = ADDRESS.fullmatch(at)
    if cell is None:
        return column_letters(column_index(at) + block.left)
    return address(int(cell[2]) - 1 + block.top, column_index(cell[1]) + block.left)
