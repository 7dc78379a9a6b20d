"""What senders explain in their files: in the notes of a row, or on the sheet of problems."""

import re
from collections.abc import Iterable

from pipeline.domain.answer_sheet import EXPLANATION, FINDING
from pipeline.domain.cell_address import column_index
from pipeline.domain.explanation import Identity
from pipeline.domain.form import Section
from pipeline.domain.submission import SectionRead
from pipeline.intake.odd_cells import as_text
from pipeline.intake.section_guide import NOTE
from pipeline.intake.workbook import Sheet

LONGEST = 500
NUMBERS = re.compile(r"[1-9]\d{16}[\dXx]|(?<!\d)1[3-9]\d{9}(?!\d)")
"""Numbers of identity cards and mobile phones."""
IN_ORIGINAL = ""
"""Stands for a text that may be about a person: it is read in the archived original."""


def notes_beside(sheet: Sheet, read: SectionRead, section: Section) -> dict[tuple[str, int], str]:
    """(sheet, row number) → the note that stands beside a row of data.

    A note on a row about a person may name them: that there is one is all that is kept of it.
    """
    at = read.cells.get(NOTE)
    if at is None:
        return {}
    column = column_index(at.rstrip("0123456789"))
    numbers: Iterable[int] = read.source_rows
    if read.layout == "card" and read.source_rows:
        numbers = range(read.source_rows[0], len(sheet.rows) + 1)
    personal = about_persons(section)
    noted = {n: cell for n in numbers if (cell := sheet.rows[n - 1][column]) != ""}
    return {(sheet.name, n): kept(as_text(cell), personal) for n, cell in noted.items()}


def answers_on(sheet: Sheet, sections: dict[str, Section]) -> dict[tuple[str, Identity], str]:
    """What was written beside the problems; ``sections``: name of a sheet → what it holds."""
    found: dict[tuple[str, Identity], str] = {}
    for row in sheet.rows:
        if len(row) < FINDING or not (text := as_text(row[EXPLANATION - 1]).strip()):
            continue
        told = Identity.read(as_text(row[FINDING - 1]))
        if told is not None:
            section = sections.get(told[1].sheet or "")
            found[told] = kept(text, section is not None and about_persons(section))
    return found


def about_persons(section: Section) -> bool:
    """Whether the rows of a section are persons."""
    return any(field.personal is not None for field in section.fields.values())


def kept(text: str, personal: bool) -> str:
    """What is kept of a text: nothing of what may be about a person."""
    if personal:
        return IN_ORIGINAL
    hidden = NUMBERS.sub(lambda found: "*" * len(found[0]), text.strip())
    return hidden if len(hidden) <= LONGEST else hidden[: LONGEST - 1] + "…"
