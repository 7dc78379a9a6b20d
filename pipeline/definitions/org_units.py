"""``org_units.csv``: one line per version of an org unit."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from pydantic import ValidationError

from pipeline.definitions.csv_lines import (
    CsvFindings,
    NumberedRow,
    TornRowError,
    is_other_than_csv,
    note_nameless,
    numbered_rows,
)
from pipeline.definitions.spelling import suggestion
from pipeline.definitions.unit_columns import TRUTH, UnitColumns, aliases_of
from pipeline.domain.days import day_from_text
from pipeline.domain.org_unit import OrgUnit, org_unit_of

REQUIRED = ("code", "name_zh", "name_en", "level", "parent")
OPTIONAL = (
    "valid_from",
    "valid_to",
    "merged_into",
    "split_from",
    "form_set",
    "frequency",
    "aliases",
    "generated",
)
PLAIN = ("code", "level", "parent", "merged_into", "split_from", "form_set", "frequency")
BLOCK = 10_000


@dataclass
class OrgUnitsFile(CsvFindings):
    """The units of one file, the line of each, and what is wrong with it."""

    units: list[OrgUnit] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    """All cells, as JSON without the outer brackets, some rows at a time."""
    refused: set[str] = field(default_factory=set)
    """Codes of lines that are no units: who refers to them is not blamed."""

    @property
    def text(self) -> str:
        """All cells as one JSON array of rows."""
        return f"[{', '.join(self.rows)}]"


def read_org_units(content: bytes, shown: str, attributes: Collection[str] | None) -> OrgUnitsFile:
    """Read one file; ``attributes`` are the further columns allowed (None: any)."""
    file = OrgUnitsFile(shown)
    if is_other_than_csv(file, content):
        return file
    try:
        _read(file, numbered_rows(content), attributes)
    except TornRowError as error:
        file = OrgUnitsFile(shown)
        file.find("not-csv", error.line)
    return file


def _read(
    file: OrgUnitsFile, rows: Iterator[NumberedRow], attributes: Collection[str] | None
) -> None:
    """Read the rows, some thousands at a time: a country's are not held twice."""
    first = list(islice(rows, 1))
    heads = [head.strip() for head in first[0][1]] if first else []
    _note(file, first)
    _check_heads(file, heads, attributes)
    complete = all(head in heads for head in REQUIRED)
    extra = [h for h in heads if h and h not in (*REQUIRED, *OPTIONAL)]
    columns = UnitColumns(heads, (*REQUIRED, *OPTIONAL), extra)
    while block := list(islice(rows, BLOCK)):
        _note(file, block)
        if complete:
            _read_block(file, block, columns)


def _read_block(file: OrgUnitsFile, block: list[NumberedRow], columns: UnitColumns) -> None:
    found = list(columns.read([row for _, row in block]))
    if all(found):
        file.units += filter(None, found)
        file.lines += [line for line, _ in block]
        return
    for (line, row), unit in zip(block, found, strict=True):
        if unit is not None:
            file.units.append(unit)
            file.lines.append(line)
        elif any(cell.strip() for cell in row):
            _read_row(file, line, columns.heads, row, columns.extra)


def _note(file: OrgUnitsFile, rows: list[NumberedRow]) -> None:
    if rows:
        file.rows.append(json.dumps([row for _, row in rows], ensure_ascii=False)[1:-1])


def _check_heads(file: OrgUnitsFile, heads: list[str], attributes: Collection[str] | None) -> None:
    known = (*REQUIRED, *OPTIONAL, *(attributes or ()))
    for head in REQUIRED:
        if head not in heads:
            file.find("column-missing", 1, column=head)
    note_nameless(file, heads)
    for i, head in enumerate(heads):
        if not head:
            continue
        if head in heads[:i]:
            file.find("column-twice", 1, got=head, column=head)
        elif attributes is not None and head not in known:
            file.find(
                "undeclared-column", 1, got=head, column=head, suggestion=suggestion(head, known)
            )


def _read_row(
    file: OrgUnitsFile, line: int, heads: Sequence[str], row: list[str], extra: Iterable[str]
) -> None:
    if len(row) > len(heads):
        file.find("cells-without-column", line, cells=str(len(row)), columns=str(len(heads)))
        file.refused.add(dict(zip(heads, row, strict=False))["code"].strip())
        return
    cells = {head: cell.strip() for head, cell in zip(heads, row, strict=False)}
    count = len(file.findings)
    given = _as_noun(file, line, cells, extra)
    if len(file.findings) > count:
        file.refused.add(cells.get("code", ""))
        return
    try:
        file.units.append(org_unit_of(given))
    except ValidationError as error:
        file.find_refused(line, cells, error)
        return
    file.lines.append(line)


def _as_noun(
    file: OrgUnitsFile, line: int, cells: dict[str, str], extra: Iterable[str]
) -> dict[str, object]:
    """Return the cells as the noun's fields; blank cells are left out."""
    for column in ("code", "name_zh", "name_en", "level"):
        if not cells.get(column):
            file.find("required-cell-blank", line, column=column)
    given: dict[str, object] = {key: cells[key] for key in PLAIN if cells.get(key)}
    given["name"] = {"zh": cells.get("name_zh"), "en": cells.get("name_en")}
    for column in ("valid_from", "valid_to"):
        day = cells.get(column)
        if day:
            given[column] = day_from_text(day)
            if given[column] is None:
                file.find("date-wanted", line, got=day, key=column)
    truth = cells.get("generated", "").lower()
    if truth not in TRUTH:
        file.find("true-or-false-wanted", line, got=truth, key="generated")
    given["generated"] = TRUTH.get(truth, False)
    given["aliases"] = aliases_of(cells.get("aliases", ""))
    given["attributes"] = {key: cells[key] for key in extra if cells.get(key)}
    return given
