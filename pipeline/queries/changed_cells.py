"""Two versions of a report side by side: the cells by which a measure differs."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from pipeline.domain.source_row import part_of, row_of
from pipeline.indicators.segments import parse
from pipeline.queries.answers import ChangedCell
from pipeline.queries.nouns import Nouns
from pipeline.queries.trace_cells import fields_of
from pipeline.queries.trace_rows import Part, section_behind
from pipeline.warehouse.reader import Reader

PLACE = """
select archive_file.name, section.sheet, section.layout, section.cells
from submission join archive_file using (sha256)
join submission_section as section using (submission)
where submission.submission = $number and section.section = $table order by section.part
"""
Values = tuple[str | None, ...]


@dataclass(frozen=True)
class Version:
    """The rows of one version of a report: source row and the values of the wanted fields.

    ``sheets``: sheet, layout and cells of each part of it.
    """

    file: str
    sheets: tuple[tuple[str, str, dict[str, str]], ...]
    rows: tuple[tuple[int, Values], ...]


def relevant_fields(known: Nouns, part: Part) -> list[str]:
    """The fields a measure looks at: what it adds, its conditions, its group, its segment."""
    section = section_behind(known, part)
    asked = [*fields_of(known, part), *part.measure.where, *parse(part.segment)]
    if part.measure.group:
        asked.append(part.measure.group)
    return [name for name in dict.fromkeys(asked) if name in section.fields]


def changed_cells(
    reader: Reader, known: Nouns, part: Part, old: int | None, new: int | None
) -> list[ChangedCell]:
    """Cells by which two submissions differ in what a measure looks at; None: no report.

    Rows are matched by the key of their section, or else in their order; equal rows are no
    change wherever they stand.
    """
    fields = relevant_fields(known, part)
    keys = list(known.forms[part.measure.form].sections[part.measure.section].key)
    wanted = list(dict.fromkeys([*fields, *keys]))
    before, after = (version(reader, part.table, number, wanted) for number in (old, new))
    left, right = without_equals(rows_of(before), rows_of(after))
    found: list[ChangedCell] = []
    for old_row, new_row in paired(left, right, [wanted.index(k) for k in keys]):
        shown, row = (after, new_row) if new_row else (before, old_row)
        if shown is None or row is None:
            continue
        for place, name in enumerate(fields):
            values = [one[1][place] if one else None for one in (old_row, new_row)]
            if values[0] != values[1]:
                found.append(cell(known, part, shown, row[0], name, values))
    return found


def version(reader: Reader, table: str, number: int | None, fields: list[str]) -> Version | None:
    """One version of a report; None where there is none, or it lacks the section."""
    places = reader.rows(PLACE, {"number": number, "table": table}) if number else []
    if not places:
        return None
    columns = ", ".join(f'"{name}"::varchar' for name in fields)
    rows = reader.rows(
        f'select source_row, {columns} from "{table}" where submission = ? order by source_row',
        [number],
    )
    sheets = tuple((sheet, layout, json.loads(cells)) for _, sheet, layout, cells in places)
    return Version(places[0][0], sheets, tuple((row[0], tuple(row[1:])) for row in rows))


def rows_of(found: Version | None) -> tuple[tuple[int, Values], ...]:
    """A version's rows."""
    return found.rows if found else ()


Rows = list[tuple[int, Values]]


def without_equals(
    before: Sequence[tuple[int, Values]], after: Sequence[tuple[int, Values]]
) -> tuple[Rows, Rows]:
    """The rows of each side that have no equal on the other."""
    both = Counter(v for _, v in before) & Counter(v for _, v in after)
    sides: list[Rows] = []
    for side in (before, after):
        left = both.copy()
        kept: Rows = []
        for row in side:
            if left[row[1]] > 0:
                left[row[1]] -= 1
            else:
                kept.append(row)
        sides.append(kept)
    return sides[0], sides[1]


Pair = tuple[tuple[int, Values] | None, tuple[int, Values] | None]


def paired(before: Rows, after: Rows, keys: list[int]) -> list[Pair]:
    """Rows that are the same entry on both sides; what is left over stands alone."""
    if not keys:
        return list(zip_longest(before, after))
    old: dict[Values, Rows] = {}
    for row, values in before:
        old.setdefault(tuple(values[k] for k in keys), []).append((row, values))
    found: list[Pair] = []
    for row, values in after:
        same = old.get(tuple(values[k] for k in keys))
        found.append((same.pop(0) if same else None, (row, values)))
    return found + [(row, None) for rows in old.values() for row in rows]


def cell(
    known: Nouns, part: Part, shown: Version, row: int, name: str, values: list[str | None]
) -> ChangedCell:
    """One changed cell, where it stands on its sheet."""
    section = known.forms[part.measure.form].sections[part.measure.section]
    field = section.fields[name]
    sheet, layout, cells = shown.sheets[part_of(row)]
    letter = cells.get(name, "")
    old, new = (None, None) if section.hides(field) else values
    return ChangedCell(
        file=shown.file,
        sheet=sheet,
        cell=letter if layout == "card" else f"{letter}{row_of(row)}",
        field=field.label,
        old=old,
        new=new,
    )
