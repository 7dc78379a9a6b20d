"""Fact rows as cells of the sheets they were read from."""

import json
from decimal import Decimal
from pathlib import Path

from pipeline.domain.source_row import part_of, row_of
from pipeline.intake.sheet_picture import read_region
from pipeline.queries.answers import Contribution, SheetPicture
from pipeline.queries.cards import label_of, value_said
from pipeline.queries.corrections import corrections_behind
from pipeline.queries.nouns import Nouns
from pipeline.queries.redaction import redacted, section_on
from pipeline.queries.trace_rows import Part, Row
from pipeline.warehouse.reader import Reader

PLACES = """
select submission.submission, submission.unit, submission.period, submission.version,
       submission.sha256, archive_file.name, section.sheet, section.layout, section.cells,
       section.part
from submission
join archive_file using (sha256)
join submission_section as section using (submission)
where section.section = $table
  and submission.submission in (select unnest($numbers::bigint[]))
"""


def cited(
    reader: Reader, known: Nouns, part: Part, rows: list[Row], carried: bool = False
) -> list[Contribution]:
    """Rows as cells of sheets: the column of the field (or of the key, for counted rows)."""
    numbers = sorted({row.submission for row in rows})
    places = {
        (place[0], place[-1]): place[1:-1]
        for place in reader.rows(PLACES, {"table": part.table, "numbers": numbers})
    }
    stored = stored_values(reader, known, part, numbers)
    fields = known.forms[part.measure.form].sections[part.measure.section].fields
    corrected = corrections_behind(reader, known, part.table, numbers)
    found = []
    for row in rows:
        spot = (row.submission, part_of(row.source_row))
        if row.amount is None or spot not in places:
            continue
        unit, period, version, sha256, name, sheet, layout, cells_json = places[spot]
        cells = json.loads(cells_json)
        for position, field in enumerate(fields_of(known, part)):
            letter = cells.get(field, "")
            value = stored.get((row.submission, row.source_row, field))
            found.append(
                Contribution(
                    role=part.role,
                    measure=part.position,
                    unit=known.unit(unit),
                    period=period,
                    period_name=known.period_name(period),
                    file=name,
                    sha256=sha256,
                    sheet=sheet,
                    cell=letter if layout == "card" else f"{letter}{row_of(row.source_row)}",
                    field=field,
                    field_label=label_of(known, part.measure, field),
                    value=value,
                    said=value_said(fields[field], value) if field in fields else None,
                    amount=row.amount if position == 0 else Decimal(0),
                    submission=row.submission,
                    version=version,
                    carried=carried,
                    correction=next(
                        (
                            corrected[row.submission, row.source_row, name]
                            for name in (field, *part.measure.where)
                            if (row.submission, row.source_row, name) in corrected
                        ),
                        None,
                    ),
                )
            )
    return found


def fields_of(known: Nouns, part: Part) -> list[str]:
    """The fields to point at: those added up, or the key of a counted row."""
    measure = part.measure
    if measure.adds_up:
        return list(measure.adds_up)
    section = known.forms[measure.form].sections[measure.section]
    return list(section.key[:1]) or [next(iter(measure.where), next(iter(section.fields)))]


def stored_values(
    reader: Reader, known: Nouns, part: Part, numbers: list[int]
) -> dict[tuple[int, int, str], str]:
    """(submission, row, field) → stored value as text; never of a field that is hidden."""
    section = known.forms[part.measure.form].sections[part.measure.section]
    fields = [
        name
        for name in fields_of(known, part)
        if name in section.fields and not section.hides(section.fields[name])
    ]
    found: dict[tuple[int, int, str], str] = {}
    for field in fields:
        rows = reader.rows(
            f'select submission, source_row, "{field}"::varchar from "{part.table}"'
            " where submission in (select unnest(?::bigint[]))",
            [numbers],
        )
        found |= {(s, r, field): v for s, r, v in rows if v is not None}
    return found


def picture(reader: Reader, known: Nouns, cells: list[Contribution]) -> SheetPicture | None:
    """The sheet of the first cited cell, with every cited cell on it, from the archived file."""
    first = next((cell for cell in cells if cell.sha256 and cell.cell[-1:].isdigit()), None)
    if first is None:
        return None
    on_sheet = [c for c in cells if (c.sha256, c.sheet) == (first.sha256, first.sheet)]
    cited_cells = tuple(dict.fromkeys(c.cell for c in on_sheet))[:40]
    file = archived(reader.data, first.sha256)
    if file is None:
        return None
    columns, rows = read_region(file, first.sheet, cited_cells)
    section, places = section_on(reader, first.submission, first.sheet)
    rows = redacted(columns, rows, cited_cells, section, places)
    return SheetPicture(
        first.file,
        first.sheet,
        tuple(columns),
        tuple((n, tuple(texts)) for n, texts in rows),
        cited_cells,
        known.facts_in(*(text for _, texts in rows for text in texts)),
    )


def archived(data: Path, sha256: str) -> Path | None:
    """The archived original with this content."""
    return next((data / "raw" / "archive" / sha256[:2]).glob(f"{sha256}*"), None)
