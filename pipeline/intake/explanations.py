"""What senders explain in their files: in the notes of a row, or on the sheet of problems."""

from collections.abc import Iterable

from pipeline.domain.answer_sheet import EXPLANATION, FINDING
from pipeline.domain.cell_address import column_index
from pipeline.domain.explanation import LONGEST, Identity, starred
from pipeline.domain.form import Section
from pipeline.domain.submission import SectionRead
from pipeline.intake.odd_cells import as_text
from pipeline.intake.section_guide import NOTE
from pipeline.intake.workbook import Sheet

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
    noted = {n: cell for n in numbers if (cell := sheet.rows[n - 1][column]) != ""}
    return {(sheet.name, n): kept(as_text(cell), section) for n, cell in noted.items()}


def answers_on(sheet: Sheet, sections: dict[str, Section]) -> dict[Identity, tuple[str, str]]:
    """What was written beside the problems; ``sections``: name of a sheet → what it holds."""
    found: dict[Identity, tuple[str, str]] = {}
    for row in sheet.rows:
        if len(row) < FINDING or not (text := as_text(row[EXPLANATION - 1]).strip()):
            continue
        told = Identity.read(as_text(row[FINDING - 1]))
        if told is not None:
            sha256, finding = told
            found[finding] = sha256, kept(text, sections.get(finding.sheet or ""))
    return found


def kept(text: str, section: Section | None) -> str:
    """What is kept of a text: nothing of what may be about a person."""
    if section is not None and section.about_persons:
        return IN_ORIGINAL
    hidden = starred(text)
    return hidden if len(hidden) <= LONGEST else hidden[: LONGEST - 1] + "…"
