"""When an indicator was defined anew, and by which definition a figure is made, in words."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from pipeline.domain.noun import Bilingual, Language
from pipeline.wording.dates import full_date
from pipeline.wording.phrases import phrase


class Change(Protocol):
    """A day from which an indicator is defined otherwise than before."""

    @property
    def since(self) -> date: ...
    @property
    def why(self) -> Bilingual: ...


class Dated(Protocol):
    """A definition that may have had others before it."""

    @property
    def changes(self) -> Sequence[Change]: ...
    @property
    def holds_until(self) -> date | None: ...


def changes_words(card: Dated, language: Language) -> list[str]:
    """A sentence a change; then, of a former definition, until when it held."""
    said = [
        phrase("card.changed", language, day=full_date(change.since, language),
               why=change.why.in_language(language))
        for change in card.changes
    ]  # fmt: skip
    if card.holds_until is not None:
        said.append(phrase("card.holds_until", language, day=full_date(card.holds_until, language)))
    return said
