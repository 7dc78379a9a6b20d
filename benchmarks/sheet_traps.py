"""What Excel repairs or refuses in one worksheet; ``office_traps`` asks for each."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from math import isfinite

from benchmarks.office_traps import (
    ESCAPED,
    Element,
    Parts,
    child,
    local,
    reference_traps,
    text_of,
    units,
    whole,
)
from pipeline.domain.cell_address import column_index

TALLEST_ROW, WIDEST_COLUMN = 409.5, 255.0
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
LONGEST_TEXT, LONGEST_FORMULA, LONGEST_LIST, LONGEST_FOOTER = 32_767, 8_192, 255, 255
LONGEST_TITLE, LONGEST_PROMPT = 32, 255
MOST_LINKS, LONGEST_LINK = 65_530, 2_079
SHAPE_CELL = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>\s*<x:Column>\s*(\d+)\s*</x:Column>")
ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA",
          "#SPILL!", "#CALC!"}  # fmt: skip
LATER = ("CONCAT", "TEXTJOIN", "IFS", "SWITCH", "MAXIFS", "MINIFS", "XLOOKUP", "FILTER", "UNIQUE",
         "SORT", "SORTBY", "SEQUENCE", "LET", "LAMBDA", "DAYS", "NUMBERVALUE", "IFNA", "XOR",
         "ISFORMULA", "FORMULATEXT", "CEILING.MATH", "FLOOR.MATH", "STDEV.S", "STDEV.P", "VAR.S",
         "VAR.P", "PERCENTILE.INC", "QUARTILE.INC", "RANK.EQ", "MODE.SNGL")  # fmt: skip
"""Functions that a file must call ``_xlfn.NAME``."""
LATER_CALL = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, LATER))})\(", re.I)
QUOTED_TEXT = re.compile(r'"(?:[^"]|"")*"', re.S)
RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?")
Range = tuple[int, int, int, int]
"""top, left, bottom, right from 1"""


def sheet_traps(
    parts: Parts, part: str, looks: int, strings: list[str], names: list[str]
) -> Iterator[str]:
    """Everything that is wrong with one sheet; ``looks``: how many the style sheet has."""
    tree = parts.trees[part]
    if local(tree) != "worksheet":
        return
    yield from column_traps(child(tree, "cols"), looks)
    yield from row_traps(child(tree, "sheetData"), looks, strings, names)
    merged = [r for one in child(tree, "mergeCells") if (r := range_of(one.get("ref", "")))]
    yield from overlaps("merged ranges", merged)
    if any(r[:2] == r[2:] for r in merged):
        yield "a merged range of one cell"
    yield from validation_traps(child(tree, "dataValidations"), names)
    yield from link_traps(child(tree, "hyperlinks"), names)
    yield from condition_traps(tree, names)
    yield from footer_traps(child(tree, "headerFooter"))
    yield from comment_traps(parts, part)
    yield from table_traps(parts, part, merged, strings)


def column_traps(columns: Iterable[Element], looks: int) -> Iterator[str]:
    """Widths, and columns that are described twice."""
    last = 0
    for one in columns:
        if not 0 <= float(one.get("width") or 0) <= WIDEST_COLUMN:
            yield f"column {one.get('min')} is {one.get('width')} wide"
        if whole(one, "min", 0) <= last or whole(one, "max", 0) > MOST_COLUMNS:
            yield f"column {one.get('min')} is described twice, or there is none"
        if whole(one, "style", 0) >= max(looks, 1):
            yield f"column {one.get('min')} has the look {one.get('style')}, which is not there"
        last = whole(one, "max", 0)


def row_traps(
    rows: Iterable[Element], looks: int, strings: list[str], names: list[str]
) -> Iterator[str]:
    """Rows and cells: their order, looks and contents."""
    row_before = 0
    for row in rows:
        number = whole(row, "r", row_before + 1)
        if not row_before < number <= MOST_ROWS:
            yield f"row {number} stands behind row {row_before}"
        if not 0 <= float(row.get("ht") or 0) <= TALLEST_ROW:
            yield f"row {number} is {row.get('ht')} points high"
        row_before, column_before = number, 0
        for cell in row:
            if local(cell) != "c":
                continue
            place = range_of(cell.get("r", "")) or (number, column_before + 1, 0, 0)
            if place[0] != number or not column_before < place[1] <= MOST_COLUMNS:
                yield f"cell {cell.get('r')} stands behind column {column_before} of row {number}"
            column_before = place[1]
            if whole(cell, "s", 0) >= max(looks, 1):
                yield f"{cell.get('r')} has the look {cell.get('s')}, which is not there"
            yield from (f"{cell.get('r')} {said}" for said in content_traps(cell, strings, names))


def content_traps(cell: Element, strings: list[str], names: list[str]) -> Iterator[str]:
    """What stands in a cell."""
    kind, value, formula = cell.get("t", "n"), None, None
    for one in cell:
        if local(one) == "v":
            value = one.text or ""
        elif local(one) == "f":
            formula = one.text or ""
        elif local(one) == "is" and units(text_of(one)) > LONGEST_TEXT:
            yield f"holds {units(text_of(one))} characters"
    if kind == "s" and value is not None:
        if not value.isdigit() or int(value) >= len(strings):
            yield f"refers to string {value}, which is not there"
        elif units(strings[int(value)]) > LONGEST_TEXT:
            yield f"holds {units(strings[int(value)])} characters"
    elif kind == "str" and value is not None and units(value) > LONGEST_TEXT:
        yield f"holds {units(value)} characters"
    elif kind == "b" and value not in ("0", "1", None):
        yield f"is the truth value {value}"
    elif kind == "e" and value not in ERRORS:
        yield f"is the error {value}"
    elif kind == "n" and value and not is_number(value):
        yield f"is the number {value}"
    if formula is not None:
        if len(formula) > LONGEST_FORMULA or formula.startswith("="):
            yield f"has the formula {formula[:30]}"
        yield from formula_traps("its formula", formula, names)


def is_number(text: str) -> bool:
    """Whether a cell can hold it as a number."""
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def formula_traps(what: str, formula: str, names: list[str]) -> Iterator[str]:
    """Functions without their prefix, sheets that are not there."""
    for name in LATER_CALL.findall(formula):
        yield f"{what} calls {name} without _xlfn."
    yield from reference_traps(what, formula, names)


def validation_traps(validations: Iterable[Element], names: list[str]) -> Iterator[str]:
    """Lengths of what stands in data validations; two for one cell."""
    checked: list[Range] = []
    for one in validations:
        where = one.get("sqref", "")
        for key, longest in (("promptTitle", LONGEST_TITLE), ("errorTitle", LONGEST_TITLE),
                             ("prompt", LONGEST_PROMPT), ("error", LONGEST_PROMPT)):  # fmt: skip
            if units(one.get(key, "")) > longest:
                yield f"the validation of {where} has a {key} of {units(one.get(key, ''))}"
        for said in (f.text or "" for f in one if local(f).startswith("formula")):
            if said.startswith('"') and not QUOTED_TEXT.fullmatch(said):
                yield f"the validation of {where} has a quotation mark that is not doubled"
            if said.startswith('"') and units(said[1:-1]) > LONGEST_LIST:
                yield f"the validation of {where} lists {units(said[1:-1])} characters"
            yield from formula_traps(f"the validation of {where}", said, names)
        checked += [r for text in where.split() if (r := range_of(text))]
    yield from overlaps("validated ranges", checked)


def link_traps(links: Iterable[Element], names: list[str]) -> Iterator[str]:
    """Too many links, too long ones, those to no sheet."""
    every = list(links)
    if len(every) > MOST_LINKS:
        yield f"{len(every)} links"
    for one in every:
        place = one.get("location", "")
        if units(place) > LONGEST_LINK or units(one.get("tooltip", "")) > LONGEST_PROMPT:
            yield f"the link at {one.get('ref')} has {units(place)} characters"
        yield from reference_traps(f"the link at {one.get('ref')}", place, names)


def condition_traps(tree: Element, names: list[str]) -> Iterator[str]:
    """Formulas of conditional formats."""
    for one in tree:
        if local(one) == "conditionalFormatting":
            for said in (f.text or "" for rule in one for f in rule if local(f) == "formula"):
                if not said or said.startswith("="):
                    yield f"the conditional format of {one.get('sqref')} has no formula: {said}"
                yield from formula_traps(f"the conditional format of {one.get('sqref')}", said,
                                         names)  # fmt: skip


def footer_traps(lines: Iterable[Element]) -> Iterator[str]:
    """Headers and footers."""
    for one in lines:
        if units(one.text or "") > LONGEST_FOOTER:
            yield f"{local(one)} has {units(one.text or '')} characters"


def comment_traps(parts: Parts, part: str) -> Iterator[str]:
    """Comments without the box that shows them, two at one cell, of nobody."""
    boxes: set[tuple[int, int]] = set()
    drawings = [parts.target(part, value) for one in parts.trees[part]
                if local(one) == "legacyDrawing"
                for key, value in one.attrib.items() if key.endswith("}id")]  # fmt: skip
    for drawing in drawings:
        found = SHAPE_CELL.findall(parts.content.get(drawing, b""))
        boxes |= {(int(row) + 1, int(column) + 1) for row, column in found}
    for tree in parts.trees_of(part, "comments"):
        listed = list(child(tree, "commentList"))
        if listed and not drawings:
            yield "comments without a drawing"
        for place, count in Counter(one.get("ref", "") for one in listed).items():
            if count > 1:
                yield f"{count} comments at {place}"
        for one in listed:
            at = range_of(one.get("ref", ""))
            if drawings and at and at[:2] not in boxes:
                yield f"the comment at {one.get('ref')} has no box"
            if whole(one, "authorId", 0) >= len(list(child(tree, "authors"))):
                yield f"the comment at {one.get('ref')} has no author"
            said = "".join(text_of(text) for text in one if local(text) == "text")
            if units(said) > LONGEST_TEXT:
                yield f"the comment at {one.get('ref')} has {units(said)} characters"


def table_traps(parts: Parts, part: str, merged: list[Range], strings: list[str]) -> Iterator[str]:
    """Tables that overlap each other or merged cells, or whose heads are not their columns."""
    ranges: list[Range] = []
    texts: dict[tuple[int, int], str] = {}
    tables = parts.trees_of(part, "table")
    if tables:
        for row in child(parts.trees[part], "sheetData"):
            for cell in row:
                at, value = range_of(cell.get("r", "")), next(
                    (v.text or "" for v in cell if local(v) == "v"), "")  # fmt: skip
                if at and cell.get("t") == "s" and value.isdigit() and int(value) < len(strings):
                    texts[at[:2]] = strings[int(value)]
    for table in tables:
        where = range_of(table.get("ref", ""))
        if where is None:
            yield f"table {table.get('name')} is nowhere"
            continue
        ranges.append(where)
        columns = [ESCAPED.sub("?", c.get("name", "")) for c in child(table, "tableColumns")]
        if table.get("headerRowCount", "1") != "0":
            heads = [texts.get((where[0], c), "") for c in range(where[1], where[3] + 1)]
            plain = [head.replace("\n", "?") for head in heads]
            if [c.lower() for c in columns] != [p.lower() for p in plain]:
                yield f"table {table.get('name')} has columns {columns}, its heads are {heads}"
    yield from overlaps("tables", ranges)
    if any(meet(one, other) for one in ranges for other in merged):
        yield "a table over merged cells"


def overlaps(what: str, ranges: Iterable[Range]) -> Iterator[str]:
    """Say where two ranges share a cell."""
    open_: list[Range] = []
    for one in sorted(ranges):
        open_ = [other for other in open_ if other[2] >= one[0]]
        for other in open_:
            if meet(one, other):
                yield f"{what} overlap at row {one[0]}, column {one[1]}"
        open_.append(one)


def meet(one: Range, other: Range) -> bool:
    """Whether two ranges share a cell."""
    return (one[0] <= other[2] and other[0] <= one[2]
            and one[1] <= other[3] and other[1] <= one[3])  # fmt: skip


def range_of(text: str) -> Range | None:
    """The range that ``A1`` or ``A1:B2`` is; None for no range."""
    found = RANGE.fullmatch(text)
    if found is None:
        return None
    left, top, right, bottom = found.groups()
    first = (int(top), column_index(left) + 1)
    return (*first, int(bottom), column_index(right) + 1) if right else (*first, *first)
