"""A number's way back to its cells."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pipeline.domain.noun import Bilingual, Language
from pipeline.queries.answers.numbers import Value
from pipeline.queries.answers.pages import DefinitionCard
from pipeline.queries.answers.references import IndicatorRef, PeriodRef, UnitRef


@dataclass(frozen=True)
class CorrectionNote:
    """A superior's repair of one cell: what was reported, what counts, and why."""

    id: str
    field: str
    reported: str | None
    corrected: str | None
    reason: Bilingual
    decided_by: UnitRef
    decided_on: date
    field_label: Bilingual


@dataclass(frozen=True)
class CorrectionRow:
    """One corrected cell of the configuration and what became of it."""

    note: CorrectionNote
    unit: UnitRef
    form: str
    form_title: Bilingual
    period: str
    period_name: Bilingual
    field_label: Bilingual
    expected: str | None
    state: str
    """``applied``, ``obsolete`` (the unit put it right itself), ``failing``."""
    slug: str | None
    """why it was not applied"""
    place: str
    """file:line of the correction"""


@dataclass(frozen=True)
class Contribution:
    """One spreadsheet cell that is part of a number.

    ``amount`` is what the cell adds to ``role`` (1 for a counted row). ``carried`` marks a cell
    of a missing unit's last report, which is of ``period``: it is in the estimate only.
    """

    role: str
    measure: int
    unit: UnitRef
    period: str
    period_name: Bilingual
    file: str
    sha256: str
    sheet: str
    cell: str
    field: str
    field_label: Bilingual
    value: str | None
    amount: Decimal
    submission: int
    version: int
    carried: bool = False
    correction: CorrectionNote | None = None
    said: Bilingual | None = None
    """``value`` in words, where it is a yes, a no or a choice"""

    def written(self, language: Language) -> str:
        """What stands in the sender's cell, also where a superior has something else count."""
        note = self.correction
        if note is not None and note.field == self.field:
            return note.reported or ""
        return self.said.in_language(language) if self.said is not None else self.value or ""


@dataclass(frozen=True)
class SheetPicture:
    """The region of a sheet around cited cells: column letters, rows of (number, texts)."""

    file: str
    sheet: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    cited: tuple[str, ...]
    fact_names: dict[str, Bilingual] = field(default_factory=dict)
    """Every registered fact that the texts mention, with its name."""


@dataclass(frozen=True)
class TraceChild:
    """One unit on the way down with its part of numerator and denominator."""

    unit: UnitRef
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    expected: int
    reported: int


@dataclass(frozen=True)
class Trace:
    """A number's way back to its cells, and the recomputation from them.

    ``carried`` are the cells that only the estimate has: of missing units' last reports.
    ``agrees``: both the value and what is carried were found again from their cells; None in an
    extract that does not hold these, as they say something about persons.
    """

    unit: UnitRef
    breadcrumb: tuple[UnitRef, ...]
    period: PeriodRef
    indicator: IndicatorRef
    segment: str
    value: Value
    children: tuple[TraceChild, ...]
    contributions: tuple[Contribution, ...]
    total_contributions: int
    recomputed_numerator: Decimal | None
    recomputed_denominator: Decimal | None
    recomputed_value: Decimal | None
    carried: tuple[Contribution, ...]
    total_carried: int
    carried_numerator: Decimal | None
    carried_denominator: Decimal | None
    recomputed_estimate: Decimal | None
    agrees: bool | None
    picture: SheetPicture | None
    card: DefinitionCard
    shows: dict[str, Bilingual] = field(default_factory=dict)
    """Facts of source documents that are reported in this figure, each with its name."""
