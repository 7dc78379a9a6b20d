"""What a workbook is to hold: sheets with rows, complete or blank, correct or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.domain.form import Layout

Addresses = dict[tuple[str, int, str], str]
"""(table, row index, field) → address such as ``C8``; the field ``note`` is 备注."""

NOTE = "note"


@dataclass(frozen=True)
class Formula:
    """A formula; without a cached value it is what some programs leave behind unsaved."""

    text: str
    cached: float | str | None = None


@dataclass(frozen=True)
class SheetContent:
    """One sheet: the section it is for, and its rows (field → stored value).

    Stored values are written as the form writes them: a choice code as its word, a boolean as
    是 or 否, yuan in the field's own unit. A text in a field of another type, a text that is no
    choice code, and a ``Formula`` are written as they stand, so that mistakes can be made.
    ``units`` (code, name) and ``periods`` (code) give each row its own, in lists only.
    ``heads`` replaces labels by other words, ``omit`` leaves fields out, ``spare`` adds blank
    rows to a list, ``total`` a 合计 row, ``name`` names the sheet. ``before`` (cards only) is the
    report before this one, shown beside in a column of its own that cannot be changed.
    """

    form: str
    section: str = "main"
    rows: Sequence[Mapping[str, object]] = ()
    layout: Layout | None = None
    notes: Sequence[str | None] = ()
    units: Sequence[tuple[str, str]] = ()
    periods: Sequence[str] = ()
    heads: Mapping[str, str] = field(default_factory=dict)
    omit: frozenset[str] = frozenset()
    spare: int = 0
    total: bool = False
    name: str | None = None
    before: Mapping[str, object] = field(default_factory=dict)

    def note(self, index: int) -> str | None:
        """Return the 备注 of a row."""
        return self.notes[index] if index < len(self.notes) else None
