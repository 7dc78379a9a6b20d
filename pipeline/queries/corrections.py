"""Corrections: every corrected cell with what became of it, and those behind a number."""

from collections.abc import Iterable

from pipeline.domain.form import Section
from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import CorrectionNote, CorrectionRow
from pipeline.queries.nouns import Nouns, nouns
from pipeline.queries.redaction import HIDDEN
from pipeline.warehouse.reader import Reader

BELOW = """
with recursive below as (
    select $unit as unit
    union
    select org_unit.unit from below join org_unit on org_unit.parent = below.unit
)
"""
NOTE = "correction, field, reported, corrected, reason_zh, reason_en, decided_by, decided_on"
ROWS = f"""
{BELOW}
select {NOTE}, unit, form, section, period, expected, state, slug, place
from correction where $unit is null or unit in (from below)
order by state <> 'failing', state <> 'obsolete', correction, position
"""
OF_REPORTS = f"""
select submission, source_row, field, {NOTE} from correction
where state = 'applied' and tbl = $table
  and submission in (select unnest($numbers::bigint[]))
"""


def correction_list(reader: Reader, unit: str | None = None) -> tuple[CorrectionRow, ...]:
    """The corrections of reports of a unit and the units below it; those that fail first.

    Values are as stored: money in yuan, dates as YYYY-MM-DD; None is a blank, and ＊＊＊ what
    nobody is to see of a person.
    """
    known = nouns(reader)
    if unit is not None:
        known.unit(unit)
    found = []
    for row in reader.rows(ROWS, {"unit": unit}):
        code, form_id, section, period, expected, state, slug, place = row[8:]
        form = known.forms[form_id]
        note = note_of(known, form.sections[section], row[:8])
        found.append(
            CorrectionRow(
                note=note,
                unit=known.unit(code),
                form=form_id,
                form_title=form.title,
                period=period,
                period_name=known.period_name(period),
                field_label=form.sections[section].fields[note.field].label,
                expected=shown(form.sections[section], note.field, expected),
                state=state,
                slug=slug,
                place=place,
            )
        )
    return tuple(found)


def note_of(known: Nouns, section: Section, row: tuple[object, ...]) -> CorrectionNote:
    """What was repaired, by whom and why."""
    name, field, reported, corrected, zh, en, decided_by, decided_on = row
    return CorrectionNote(
        id=str(name),
        field=str(field),
        reported=shown(section, str(field), reported),
        corrected=shown(section, str(field), corrected),
        reason=Bilingual(zh=str(zh), en=str(en)),
        decided_by=known.who(str(decided_by)),
        decided_on=decided_on,  # type: ignore[arg-type]
        field_label=section.fields[str(field)].label,
    )


def shown(section: Section, field: str, value: object) -> str | None:
    """A value as text; that a hidden field was filled may be seen, not what it says."""
    if value is None:
        return None
    return HIDDEN if section.hides(section.fields[field]) else str(value)


def corrections_behind(
    reader: Reader, known: Nouns, table: str, numbers: Iterable[int]
) -> dict[tuple[int, int, str], CorrectionNote]:
    """(submission, row, field) → the correction that is in force there."""
    rows = reader.rows(OF_REPORTS, {"table": table, "numbers": list(numbers)})
    if not rows:  # also of the tables the product fills itself, which no form defines
        return {}
    _, section = known.section_of_table(table)
    return {(row[0], row[1], row[2]): note_of(known, section, row[3:]) for row in rows}
