"""Correction: a documented repair of reported cells, decided by a superior office."""

from datetime import date

from pipeline.domain.noun import Bilingual, Noun


class CorrectedCell(Noun):
    """One cell: what must stand there, and what is counted instead; an empty text is a blank.

    In a list the row is named by ``row`` (its number on the sheet) or by ``key`` (field →
    value, which must fit one row alone); a card has one row and needs neither.
    """

    section: str = "main"
    field: str
    row: int | None = None
    key: dict[str, str] = {}
    expected: str
    value: str


class Correction(Noun):
    """``config/corrections/<id>.yml``: cells of one report, and who decided it when and why.

    ``decided_by`` is the code of the unit whose office decided, never a person.
    """

    id: str
    form: str
    unit: str
    period: str
    decided_by: str
    decided_on: date
    reason: Bilingual
    cells: tuple[CorrectedCell, ...]
