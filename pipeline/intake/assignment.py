"""What a reader process is told: once what it must know, then file after file.

Apart from the reading itself, so that whoever only hands out the work need not import that.
"""

from dataclasses import dataclass
from datetime import datetime

from pipeline.domain.confirmation import ColumnSynonym, UnitAlias
from pipeline.domain.event import Event
from pipeline.domain.form import Form
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.product import Product
from pipeline.domain.submission import FileRead


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a reader process is told once: forms, units, settings, the key for persons,
    what offices confirmed about how units and headings are written, and ``kept``: the files on
    record that are read otherwise."""

    product: Product
    forms: dict[str, Form]
    org_units: tuple[OrgUnit, ...]
    key: bytes
    unit_aliases: tuple[UnitAlias, ...] = ()
    column_synonyms: tuple[ColumnSynonym, ...] = ()
    kept: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """One archived file waiting to be read; ``name`` is the sender's, with its folders."""

    name: str
    path: str
    sha256: str
    size: int
    received_at: datetime
    sender: str | None = None

    def unread(self) -> FileRead:
        """A result with nothing in it yet."""
        return FileRead(self.name, self.sha256, self.size, self.received_at, self.sender)
