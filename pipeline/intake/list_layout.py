"""Where a list's columns are: the header row is the one that names most fields."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.domain.cell_address import address, column_letters
from pipeline.domain.form import Field
from pipeline.intake.amounts import MAGNITUDES, UnitWords, half_width
from pipeline.intake.cell_readers import CellReader
from pipeline.intake.labels import bracketed, unit_last
from pipeline.intake.section_guide import (
    NOTE,
    PERIOD,
    SEQUENCE,
    UNIT_CODE,
    UNIT_NAME,
    SectionGuide,
    label_details,
)

TEMPLATE_HEADER = 3
ROWS_SEARCHED = 20
DEEPEST_HEADER = 3
FEWEST_LABELS = 3
STANDING = (NOTE, PERIOD, SEQUENCE, UNIT_CODE, UNIT_NAME)
Row = Sequence[object]


@dataclass(slots=True)
class Problem:
    """Something wrong with the layout itself; told once for each file that has it."""

    slug: str
    column: int | None
    details: dict[str, str]
    field_id: str | None = None
    got: str | None = None


@dataclass(slots=True)
class ListLayout:
    """Columns of fields; ``standing`` are those for unit, period, note and number.

    ``cells`` is field → column letters, the same object for every file with this layout.
    """

    columns: list[tuple[int, CellReader]] = field(default_factory=list)
    standing: dict[str, int] = field(default_factory=dict)
    unmatched: list[tuple[int, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    cells: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Header:
    """Where a header stands, and the layout it gives: its rows are ``top`` to ``start`` - 1."""

    top: int
    start: int
    layout: ListLayout

    def cell(self, rows: Sequence[Row], column: int) -> str:
        """The address of a column's label, which may reach over several rows from above."""
        last = self.start - 1
        row = next((r for r in range(last, self.top - 1, -1) if rows[r][column] != ""), last)
        return address(row, column)


def find_header(rows: Sequence[Row], guide: SectionGuide, unit_line: str | None) -> Header | None:
    """The header, and the layout it gives. None: no header found."""
    if len(rows) > TEMPLATE_HEADER:
        header, start = tuple(rows[TEMPLATE_HEADER]), TEMPLATE_HEADER + 1
        if guide.groups and len(rows) > start and not guide.groups.isdisjoint(header):
            layout, start = remembered_pair(header, tuple(rows[start]), guide, unit_line), start + 1
        else:
            layout = remembered(header, guide, unit_line)
        if len(layout.columns) * 2 > len(guide.section.fields):
            below = rows[start : start + 1]
            if not (below and hits(below[0], guide) > 1):
                return Header(TEMPLATE_HEADER, start, layout)
    best: tuple[int, int, int, tuple[str, ...]] | None = None
    for first in range(min(ROWS_SEARCHED, len(rows))):
        for depth in range(1, min(DEEPEST_HEADER, len(rows) - first) + 1):
            words = joined(rows[first : first + depth], guide)
            count = hits(words, guide)
            if best is None or count > best[0]:
                best = (count, first, first + depth, words)
    if best is None or best[0] < min(2, len(guide.section.fields)):
        return None
    count, top, start, words = best
    while start - top > 1 and hits(lower := joined(rows[top + 1 : start], guide), guide) == count:
        top, words = top + 1, lower  # a title over the head is no part of it
    return Header(top, start, remembered(words, guide, unit_line))


def is_list(header: Header, guide: SectionGuide) -> bool:
    """Whether a card's labels stand over columns: most of them, or some directly side by side,
    where in a card each has its value to the right.
    """
    columns = [column for column, _ in header.layout.columns]
    named = {*columns, *header.layout.standing.values()}
    beside = sum(column + 1 in named or column - 1 in named for column in columns)
    return len(columns) * 2 >= len(guide.section.fields) or beside >= FEWEST_LABELS


def hits(header: Row, guide: SectionGuide) -> int:
    """How many different fields a row names."""
    named = {guide.field_for(label) for label in header if type(label) is str and label}
    return len(named - {None, *STANDING})


def joined(rows: Sequence[Row], guide: SectionGuide) -> tuple[str, ...]:
    """Header rows over each other as one: the label that names a field, else all of it."""
    if len(rows) == 1:
        return tuple(str(cell).strip() for cell in rows[0])
    own = [[str(cell).strip() for cell in row] for row in rows]
    over = [carried(row) for row in own[:-1]]
    labels = []
    for j, lowest in enumerate(own[-1]):
        parts = [row[j] for row in (over if lowest else own[:-1])] + [lowest]
        labels.append(one_label([part for part in parts if part], guide))
    return tuple(labels)


def carried(row: Sequence[str]) -> list[str]:
    """A row whose merged cells reach over the blanks to their right."""
    filled, last = [], ""
    for cell in row:
        last = cell or last
        filled.append(last)
    return filled


def one_label(parts: list[str], guide: SectionGuide) -> str:
    """The most telling reading of labels that stand over each other."""
    for i in range(len(parts)):
        for candidate in ("".join(parts[i:]), unit_last(parts[i:])):
            if guide.field_for(candidate) is not None:
                return candidate
    return "".join(parts)


def remembered(header: tuple[object, ...], guide: SectionGuide, line: str | None) -> ListLayout:
    """The layout of a header, worked out once."""
    found = guide.layouts.get((header, line))
    if not isinstance(found, ListLayout):
        found = guide.layouts[header, line] = make_layout(header, guide, line)
    return found


def remembered_pair(
    upper: tuple[object, ...], lower: tuple[object, ...], guide: SectionGuide, line: str | None
) -> ListLayout:
    """The same for a header of two rows, so that they are joined once."""
    found = guide.layouts.get((upper, lower, line))
    if not isinstance(found, ListLayout):
        found = remembered(joined((upper, lower), guide), guide, line)
        guide.layouts[upper, lower, line] = found
    return found


def make_layout(header: tuple[object, ...], guide: SectionGuide, line: str | None) -> ListLayout:
    """Match every column of a header with a field."""
    layout = ListLayout()
    taken: dict[str, int] = {}
    for j, label in enumerate(header):
        meaning = guide.field_for(label)
        if meaning is None:
            layout.unmatched.append((j, str(label).strip()))
        elif meaning in taken:
            about = {"first": column_letters(taken[meaning]), "label": str(label)}
            layout.problems.append(Problem("item-twice", j, about, got=str(label)))
        elif meaning in STANDING:
            taken[meaning] = layout.standing[meaning] = j
        else:
            taken[meaning] = j
            add_column(layout, j, str(label), meaning, guide, line)
            if (used := by_synonym(guide, label, j)) is not None:
                layout.problems.append(used)
    for field_id in guide.required:
        if field_id not in taken:
            details = label_details(guide.section.fields[field_id].label)
            layout.problems.append(Problem("missing-column", None, details, field_id))
    layout.cells = {reader.field_id: column_letters(j) for j, reader in layout.columns}
    if NOTE in layout.standing:
        layout.cells[NOTE] = column_letters(layout.standing[NOTE])
    return layout


def add_column(
    layout: ListLayout, j: int, label: str, field_id: str, guide: SectionGuide, line: str | None
) -> None:
    """Give a column its reader, minding the unit of measure its header states."""
    asked = guide.section.fields[field_id]
    bare, word = stated_unit(asked, bracketed(label), line, guide.kit.words)
    layout.columns.append((j, guide.reader(field_id, bare)))
    if bare is not None and bare != guide.kit.words.bare(asked):
        details = {**label_details(asked.label), "word": word, "factor": format(bare, ",f")}
        layout.problems.append(Problem("converted-column", j, details, field_id, label))
    if line_passed_over(asked, bare, line, guide.kit.words):
        details = {**label_details(asked.label), "word": word, "line": line or ""}
        layout.problems.append(Problem("unit-line-passed-over", j, details, field_id, label))


def by_synonym(guide: SectionGuide, label: object, column: int | None) -> Problem | None:
    """That a label was read as was confirmed for its sender."""
    one = guide.synonym_of(label)
    if one is None:
        return None
    about = {
        **label_details(guide.section.fields[one.field].label), "synonym": one.label,
        "sender": one.sender, "by": one.confirmed_by, "on": one.confirmed_on.isoformat(),
    }  # fmt: skip
    return Problem("read-by-synonym", column, about, one.field, str(label))


def stated_unit(
    asked: Field, bracket: str | None, line: str | None, words: UnitWords
) -> tuple[Decimal | None, str]:
    """What plain numbers are worth by the unit in the header or the 单位：万元 line."""
    if asked.type not in ("integer", "decimal", "money"):
        return None, ""
    for word in (bracket, line if asked.type == "money" else None):
        if word and (factor := unit_factor(asked, half_width(word), words)) is not None:
            return factor, word
    return None, ""


def line_passed_over(
    asked: Field, bare: Decimal | None, line: str | None, words: UnitWords
) -> bool:
    """Whether the 单位：万元 line gives a unit, and the label another one, which is followed."""
    by_line, _ = stated_unit(asked, None, line, words)
    return by_line is not None and by_line != bare


def unit_factor(asked: Field, word: str, words: UnitWords) -> Decimal | None:
    """The factor of a unit word, with or without 万, 千 in front of it."""
    if words.known(word):
        return words.factor(asked, word) if asked.unit or asked.type == "money" else None
    for magnitude, size in MAGNITUDES.items():
        rest = word.removeprefix(magnitude)
        if rest != word and words.known(rest) and (factor := words.factor(asked, rest)):
            return factor * size
    return None
