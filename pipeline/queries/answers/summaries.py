"""The summaries (汇总表) of a superior: each form, added up over the reports below."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.form import FieldType
from pipeline.domain.noun import Bilingual
from pipeline.queries.answers.references import PeriodRef, UnitRef


@dataclass(frozen=True)
class SummaryField:
    """A column: ``unit_label`` is None where units that said yes are counted."""

    id: str
    label: Bilingual
    type: FieldType
    unit_label: Bilingual | None
    factor: Decimal
    """Stored amounts are divided by it to be printed in the form's own unit."""


@dataclass(frozen=True)
class SummaryRow:
    """The reports of one unit right below and of all below it; ``unit`` None: everything.

    ``values``: stored amounts by field; None where no report says anything.
    """

    unit: UnitRef | None
    expected: int
    reported: int
    values: Mapping[str, Decimal | None]


@dataclass(frozen=True)
class FormSummary:
    """One section of one form: everything first, then unit by unit."""

    form: str
    number: str
    section: str
    title: Bilingual
    fields: tuple[SummaryField, ...]
    rows: tuple[SummaryRow, ...]


@dataclass(frozen=True)
class Summaries:
    """The summaries of a unit in a period."""

    unit: UnitRef
    period: PeriodRef
    forms: tuple[FormSummary, ...]
