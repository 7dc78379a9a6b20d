"""Confirmations: what an office has settled once about how others write, and may take back."""

from datetime import date

from pipeline.domain.noun import Noun

SHARED_SENDERS = ("web",)
"""Names under which files of many come in: nothing can be confirmed for them."""


class Confirmation(Noun):
    """Which unit settled it and when; ``withdrawn_by`` and ``withdrawn_on`` when it was taken back.

    Units act, never persons.
    """

    confirmed_by: str
    confirmed_on: date
    withdrawn_by: str | None = None
    withdrawn_on: date | None = None

    @property
    def holds(self) -> bool:
        """Whether it has not been taken back."""
        return self.withdrawn_on is None


class UnitAlias(Confirmation):
    """One line of ``unit_aliases.csv``: a text that means the unit with the code ``unit``."""

    unit: str
    alias: str


class ColumnSynonym(Confirmation):
    """One line of ``column_synonyms.csv``: what a heading of one sender means on one form.

    ``sender``: the code of the unit whose sheets are meant, or the name under which somebody
    hands files in.
    """

    sender: str
    form: str
    section: str = "main"
    label: str
    field: str
