"""What is told beside the name and the code of a unit that was found by words."""

from datetime import date
from typing import Protocol

from pipeline.domain.noun import Bilingual, Language
from pipeline.wording.dates import record_date
from pipeline.wording.phrases import phrase


class Named(Protocol):
    """A unit as a link."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> Bilingual: ...


class Found(Protocol):
    """A unit that was found."""

    @property
    def unit(self) -> Named: ...
    @property
    def said(self) -> str | None: ...
    @property
    def ended(self) -> date | None: ...
    @property
    def begins(self) -> date | None: ...


def found_notes(one: Found, language: Language) -> list[str]:
    """By which other text it was found, and that it is not there on the day it is asked for."""
    notes = []
    if one.said is not None and one.said not in (one.unit.name.in_language(language),
                                                 one.unit.code):  # fmt: skip
        notes.append(phrase("find.said", language, said=one.said))
    if one.ended is not None:
        notes.append(phrase("find.ended", language, day=record_date(one.ended)))
    if one.begins is not None:
        notes.append(phrase("find.begins", language, day=record_date(one.begins)))
    return notes
