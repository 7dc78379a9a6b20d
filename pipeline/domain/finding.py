"""Finding: something a person must know about a file, a cell, or a definition."""

from dataclasses import dataclass, field

from pipeline.domain.form import Severity


@dataclass(frozen=True)
class Place:
    """file › sheet › cell of a spreadsheet, or file and line of a definition."""

    file: str
    sheet: str | None = None
    cell: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class Finding:
    """``slug`` names an entry of the catalogue; ``details`` fills its sentences.

    ``got`` is what stood there, as text (never a name, an ID number or a phone number).
    """

    slug: str
    severity: Severity
    place: Place
    got: str | None = None
    details: dict[str, str] = field(default_factory=dict)
    form: str | None = None
    section: str | None = None
    field_id: str | None = None
    unit: str | None = None
    period: str | None = None
    rule: str | None = None
