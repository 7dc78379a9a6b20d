"""A card: labels beside values, one row of the section in all."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.domain.cell_address import address
from pipeline.domain.submission import SectionRead
from pipeline.intake.cell_readers import ODD, CellReader
from pipeline.intake.labels import bracketed, plain, unit_last
from pipeline.intake.list_layout import (
    STANDING,
    Problem,
    by_synonym,
    line_passed_over,
    stated_unit,
)
from pipeline.intake.merged_cells import tell_merged
from pipeline.intake.row_kinds import SIGNATURE
from pipeline.intake.section_guide import SectionGuide, label_details
from pipeline.intake.sheet_context import SheetContext, refused_or_value

LABEL_HEADS = frozenset(
    {"项目", "指标", "指标名称", "内容", "名称", "统计指标", "项目名称", "栏目", "item"}
)
VALUE_HEADS = frozenset(
    {"数值", "本期数", "数量", "填报数", "完成数", "数据", "本期", "填写", "value"}
)
UNIT_HEADS = frozenset({"计量单位", "单位", "unit"})
NOTE_HEADS = frozenset({"备注", "note", "notes"})
HEADS_SEARCHED = 10
Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class CardHead:
    """The columns of a card, or of one of its halves, as the head row names them.

    ``under``: the second column of labels, where the head of the first reaches over two.
    """

    label: int
    value: int
    unit: int | None = None
    note: int | None = None
    under: int | None = None


@dataclass(frozen=True, slots=True)
class Heads:
    """The head row, and what it says from left to right: a card may go on to the right."""

    row: int
    parts: tuple[CardHead, ...]


@dataclass(slots=True)
class CardLayout:
    """Cell → field. ``width`` and ``height`` are what a sheet must have for it."""

    entries: list[tuple[int, int, CellReader]] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)
    problems: list[tuple[int, int, Problem]] = field(default_factory=list)
    missing: list[Problem] = field(default_factory=list)
    unknown: list[tuple[int, int, str]] = field(default_factory=list)


def read_card(context: SheetContext, guide: SectionGuide) -> SectionRead | None:
    """Read a card. None when no label is found or nothing is filled in."""
    rows = context.sheet.rows
    layout = card_layout(rows, guide, context.money_line)
    if not layout.entries:
        context.say("header-not-found")
        return None
    tell_layout(context, layout)
    if all(rows[r][c] == "" for r, c, _ in layout.entries):
        context.say("section-empty")
        return None
    tell_unread(context, rows)
    context.tell_misfit()
    tell_merged(context, {(r, c): reader for r, c, reader in layout.entries})
    read = context.section_read(guide, "card", layout.cells)
    read.rows_seen, read.rows_other = len(rows), len(rows) - 1
    if read.unit is None or read.period is None:
        context.tell_missing(read)
        read.rows_rejected = 1
        read.columns = {reader.field_id: [] for _, _, reader in layout.entries}
        return read
    fill(context, layout, read)
    context.count_filled(guide, read)
    return read


def fill(context: SheetContext, layout: CardLayout, read: SectionRead) -> None:
    """Type every value of the card into the one row of ``read``."""
    rows = context.sheet.rows
    unit, period = read.unit or "", read.period or ""
    read.units, read.periods, read.source_rows = [unit], [period], [layout.entries[0][0] + 1]
    rough: list[str] = []
    for r, c, reader in layout.entries:
        value = reader.quick(rows[r][c])
        if value is ODD:
            place = (unit, period)
            value, about = refused_or_value(context, reader, rows[r][c], address(r, c), place)
            if about:
                rough.append(reader.field_id)
        read.columns[reader.field_id] = [value]
    read.approximate = [";".join(rough) or None]


def tell_layout(context: SheetContext, layout: CardLayout) -> None:
    """Tell what is wrong with the labels."""
    for r, c, problem in layout.problems:
        context.say(problem.slug, address(r, c), problem.got, problem.field_id, **problem.details)
    for problem in layout.missing:
        context.say(problem.slug, None, None, problem.field_id, **problem.details)
    for r, c, label in layout.unknown:
        context.say("unknown-item", address(r, c), label, label=label)


def tell_unread(context: SheetContext, rows: Sequence[Row]) -> None:
    """Tell of numbers under the head row that stand where nothing is asked."""
    heads = find_heads(rows)
    if heads is None:
        return
    head, label = rows[heads.row], heads.parts[0].label
    under_nothing = [j for j, cell in enumerate(head) if cell == "" and j > label]
    spots = [
        (r, j)
        for r in range(heads.row + 1, len(rows))
        for j in under_nothing
        if not isinstance(rows[r][j], str)
    ]
    spots += [
        (r, part.value)
        for r in range(heads.row + 1, len(rows))
        for part in heads.parts
        if rows[r][part.label] == ""
        and not isinstance(rows[r][part.value], str)
        and (part.under is None or rows[r][part.under] == "")
    ]
    if spots:
        context.say("cells-not-read", address(*min(spots)), count=str(len(spots)))


def card_layout(rows: Sequence[Row], guide: SectionGuide, line: str | None) -> CardLayout:
    """Which cell holds which field; worked out once for each arrangement of labels."""
    heads = find_heads(rows)
    if heads is None:
        return scattered(rows, guide, line)
    key = (
        heads, line,
        *[
            tuple([(row[part.label], row[part.unit or 0]) for row in rows[heads.row + 1 :]])
            for part in heads.parts
        ],
        *[
            tuple([row[part.under] for row in rows[heads.row + 1 :]])
            for part in heads.parts
            if part.under is not None
        ],
    )  # fmt: skip
    found = guide.layouts.get(key)
    if not isinstance(found, CardLayout):
        found = guide.layouts[key] = under_heads(rows, heads, guide, line)
    if not found.entries:
        return scattered(rows, guide, line)
    if found.unknown:
        found = without_blank_items(found, rows)
    return found


def find_heads(rows: Sequence[Row]) -> Heads | None:
    """The row that says 项目 and 数值."""
    for r, row in enumerate(rows[:HEADS_SEARCHED]):
        if parts := card_heads(row):
            return Heads(r, parts)
    return None


def card_heads(row: Row) -> tuple[CardHead, ...]:
    """What a row heads: each 项目 with the first 数值 behind it; after that another may begin."""
    texts = [plain(cell) if type(cell) is str else "" for cell in row]
    pairs: list[tuple[int, int]] = []
    label: int | None = None
    for j, text in enumerate(texts):
        if label is None:
            label = j if text in LABEL_HEADS else None
        elif text in VALUE_HEADS:
            pairs.append((label, j))
            label = None
    begins = [0, *(label for label, _ in pairs[1:]), len(texts)]
    found = []
    for (label, value), start, end in zip(pairs, begins, begins[1:], strict=False):
        unit, note = (
            next((j for j in range(start, end) if texts[j] in words), None)
            for words in (UNIT_HEADS, NOTE_HEADS)
        )
        under = label + 1 if label + 1 < value and row[label + 1] == "" else None
        found.append(CardHead(label, value, unit, note, under))
    return tuple(found)


def under_heads(
    rows: Sequence[Row], heads: Heads, guide: SectionGuide, line: str | None
) -> CardLayout:
    """The layout of a card with a head row."""
    layout = CardLayout()
    for part in heads.parts:
        over: object = ""
        for r in range(heads.row + 1, len(rows)):
            over = rows[r][part.label] or over
            column, label = item(rows[r], part, over, guide)
            word = rows[r][part.unit] if part.unit is not None else ""
            place(layout, guide, (r, column), (r, part.value), label, str(word), line)
    note = heads.parts[0].note
    if note is not None and layout.entries:
        layout.cells["note"] = address(layout.entries[0][0], note)
    find_missing(layout, guide)
    return layout


def item(row: Row, part: CardHead, over: object, guide: SectionGuide) -> tuple[int, object]:
    """The label of a line and its column: by itself, or with what it stands under."""
    under = "" if part.under is None else row[part.under]
    if part.under is None or type(under) is not str or not under:
        return part.label, row[part.label]
    for text in (f"{over}{under}", unit_last([str(over), under]), under):
        if guide.field_for(text) is not None:
            return part.under, text
    first = row[part.label]
    if type(first) is not str or not first or first in guide.groups:
        return part.under, under
    known = guide.field_for(first) is not None
    return (part.label, first) if known else (part.under, f"{first}{under}")


def scattered(rows: Sequence[Row], guide: SectionGuide, line: str | None) -> CardLayout:
    """The layout of a form whose labels stand anywhere, each with its value to the right."""
    layout = CardLayout()
    doubtful: list[tuple[int, int]] = []
    for r, row in enumerate(rows[:200]):
        for c, label in enumerate(row[:-1]):
            meaning = guide.field_for(label)
            if meaning is None and guide.groups and c and type(label) is str and label:
                label = f"{above(rows, r, c - 1)}{label}"
                meaning = guide.field_for(label)
            if meaning is None or meaning in STANDING:
                continue
            value = next((j for j in range(c + 1, len(row)) if row[j] != ""), c + 1)
            if guide.field_for(row[value]) not in (None, *STANDING):
                value = c + 1
            if value + 1 < len(row) and is_number(row[value]) and is_number(row[value + 1]):
                doubtful.append((r, value))
            place(layout, guide, (r, c), (r, value), label, "", line)
    if doubtful:
        about = {"count": str(len(doubtful))}
        layout.problems.append((*doubtful[0], Problem("several-values", None, about)))
    if layout.entries:
        find_missing(layout, guide)
    return layout


def is_number(cell: object) -> bool:
    """Whether a cell holds a number, not a text that looks like one."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def above(rows: Sequence[Row], r: int, c: int) -> object:
    """What stands in a cell, or in the first filled one over it, into which it may be merged."""
    return next((rows[i][c] for i in range(r, -1, -1) if rows[i][c] != ""), "")


def place(
    layout: CardLayout,
    guide: SectionGuide,
    label_at: tuple[int, int],
    value_at: tuple[int, int],
    label: object,
    word: str,
    line: str | None,
) -> None:
    """Enter one label of a card into the layout."""
    meaning = guide.field_for(label)
    if meaning in STANDING:
        return
    if meaning is None:
        text = str(label).strip()
        if text and not SIGNATURE.match(plain(text)):
            layout.unknown.append((*value_at, text))
        return
    if meaning in layout.cells:
        details = {"first": layout.cells[meaning], "label": str(label)}
        layout.problems.append((*label_at, Problem("item-twice", None, details, meaning)))
        return
    asked = guide.section.fields[meaning]
    bare, said = stated_unit(asked, word.strip() or bracketed(str(label)), line, guide.kit.words)
    if bare is not None and bare != guide.kit.words.bare(asked):
        details = {**label_details(asked.label), "word": said, "factor": format(bare, ",f")}
        problem = Problem("converted-column", None, details, meaning, said)
        layout.problems.append((*value_at, problem))
    if line_passed_over(asked, bare, line, guide.kit.words):
        details = {**label_details(asked.label), "word": said, "line": line or ""}
        problem = Problem("unit-line-passed-over", None, details, meaning, str(label))
        layout.problems.append((*label_at, problem))
    if (used := by_synonym(guide, label, None)) is not None:
        layout.problems.append((*label_at, used))
    layout.entries.append((*value_at, guide.reader(meaning, bare)))
    layout.cells[meaning] = address(*value_at)


def find_missing(layout: CardLayout, guide: SectionGuide) -> None:
    """Required fields whose label stands nowhere."""
    for field_id in guide.required:
        if field_id not in layout.cells:
            details = label_details(guide.section.fields[field_id].label)
            layout.missing.append(Problem("missing-item", None, details, field_id))


def without_blank_items(layout: CardLayout, rows: Sequence[Row]) -> CardLayout:
    """The same layout, telling of unknown labels only where a value was filled in."""
    filled = [(r, c, label) for r, c, label in layout.unknown if rows[r][c] != ""]
    return CardLayout(layout.entries, layout.cells, layout.problems, layout.missing, filled)
