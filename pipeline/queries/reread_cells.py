"""Cells that changed definitions read otherwise, as the log lists them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.domain.event import RereadCell
from pipeline.domain.form import Form
from pipeline.domain.noun import Bilingual, Noun
from pipeline.queries.answers import ChangedCell, RereadValue
from pipeline.queries.nouns import Nouns
from pipeline.warehouse.reader import Reader

ADOPTED = """
select event.form, event.unit, event.period, event.received_at::date, event.cells, submission,
       version, archive_file.name
from flow_event as event join submission using (sha256, form, unit, period)
join archive_file using (sha256)
where deed = 'adopt' and event.cells is not null and event.received_at > $since
  and submission.current
order by event.number
"""


class Cells(Noun):
    """The column ``cells`` of ``flow_event``."""

    cells: tuple[RereadCell, ...]


@dataclass(frozen=True)
class Adopted:
    """A report that follows definitions that changed. ``cells``: table and field, and the cell."""

    form: Bilingual
    unit: str
    period: str
    starts: date
    day: date
    submission: int
    version: int
    cells: tuple[tuple[tuple[str, str], ChangedCell], ...]


def reread_cells(form: Form, text: str) -> Iterator[RereadValue]:
    """The cells that were read otherwise, as they are listed in the log."""
    for one in Cells.model_validate_json(text).cells:
        section = form.sections.get(one.section)
        field = section.fields.get(one.field) if section else None
        label = field.label if field else Bilingual(zh=one.field, en=one.field)
        hidden = field is None or (section is not None and section.hides(field))
        yield RereadValue(
            one.section, one.field, label, one.sheet, one.cell, one.old, one.new, hidden
        )


def adopted(reader: Reader, known: Nouns, since: datetime) -> list[Adopted]:
    """The reports that count and are read otherwise since a moment."""
    starts = {one.code: one.start for one in known.windows.values()}
    found = []
    for form, unit, period, day, said, number, version, file in reader.rows(
        ADOPTED, {"since": since}
    ):
        asked = known.forms.get(form)
        if asked is None:  # it was taken out since
            continue
        cells = tuple(
            (
                (asked.table(one.section), one.field),
                ChangedCell(file, one.sheet, one.cell, one.label, one.old, one.new),
            )
            for one in reread_cells(asked, said)
            if one.section in asked.sections
        )
        found.append(
            Adopted(asked.title, unit, period, starts[period], day, number, version, cells)
        )
    return found
