"""What offices settled about how others write, as the page of findings lists and answers it."""

from dataclasses import dataclass, field
from datetime import date

from pipeline.domain.noun import Bilingual
from pipeline.queries.answers.references import UnitRef


@dataclass(frozen=True)
class UnknownName:
    """A name that no unit has, and the units it is like. The same name asks the same, wherever."""

    text: str
    alike: tuple[UnitRef, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class UnknownHeading:
    """A heading of one sender that is none of the form's."""

    sender: UnitRef
    form: str
    label: str


@dataclass(frozen=True)
class AliasRow:
    """A text that was confirmed to mean a unit, by another unit, on a day."""

    alias: str
    unit: str
    name: Bilingual
    by: Bilingual
    on: date


@dataclass(frozen=True)
class SynonymRow:
    """A heading of one sender that was confirmed to mean a field, likewise.

    ``sender``: a unit's code, or the name files come in under; ``name`` where it is a unit.
    """

    sender: str
    name: Bilingual | None
    form: str
    title: Bilingual
    label: str
    field: Bilingual
    by: Bilingual
    on: date


@dataclass(frozen=True)
class Settled:
    """What became of a confirmation: why nothing was noted, in words; else how many files count
    that did not, and how many no longer do; of those that counted before, how many are read
    otherwise, and how many would be but stay as they were read (a lock, a check that would fail);
    and how many could count now but for a lock. Of what a period was opened for also how many
    follow definitions that changed meanwhile, and how many of these have other figures by it.
    """

    problem: str | None = None
    accepted: int = 0
    held: int = 0
    reread: int = 0
    kept: int = 0
    locked: int = 0
    adopted: int = 0
    refigured: int = 0
