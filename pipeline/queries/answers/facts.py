"""What a source document states, and what rests on it."""

from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.fact import Fact, FactKind
from pipeline.domain.noun import Bilingual
from pipeline.queries.answers.numbers import Value
from pipeline.queries.answers.references import IndicatorRef, PeriodRef, PlanRef, UnitRef


@dataclass(frozen=True)
class RestingTarget:
    """A target that cites a fact; ``period`` is the plan's year, None where it has no window."""

    unit: UnitRef
    plan: PlanRef
    name: Bilingual
    indicator: IndicatorRef | None
    comparator: str
    target: Decimal
    unit_label: Bilingual
    decimals: int
    period: PeriodRef | None
    note: Bilingual | None = None
    """Why the plan tells it in another way than the document, where it does."""


@dataclass(frozen=True)
class FigureShown:
    """The figure that shows what a document reports.

    ``amount`` is the ``part`` of ``value`` (value, numerator or denominator) the fact is about;
    ``label`` names a numerator or denominator. ``together`` are facts added up in it.
    """

    unit: UnitRef
    period: PeriodRef
    indicator: IndicatorRef
    segment: str
    segment_label: Bilingual | None
    part: str
    label: Bilingual | None
    value: Value
    amount: Decimal | None
    together: tuple[Fact, ...]


@dataclass(frozen=True)
class FactPage:
    """One fact, the indicators and targets that cite it, and the figure that shows it.

    ``shown`` is None when the register names no figure, or one of a unit or a period that these
    data do not have.
    """

    fact: Fact
    theme: Bilingual
    indicators: tuple[IndicatorRef, ...]
    targets: tuple[RestingTarget, ...]
    shown: FigureShown | None
    repeats: Fact | None
    repeated_by: tuple[Fact, ...]

    @property
    def asks_for_figure(self) -> bool:
        """Whether a figure of the product should stand beside it: it reports in numbers what was
        done, also that nothing was."""
        return self.fact.kind == "actual" and self.fact.value is not None


@dataclass(frozen=True)
class FactDocument:
    """A document by its first fact, with how many of its facts would be listed."""

    first: str
    issuer: Bilingual
    document: Bilingual
    count: int


@dataclass(frozen=True)
class FactList:
    """Facts of the register, as far as they were asked for; ``total`` with all others.

    ``documents`` and ``kinds`` count the facts that each would list beside what else was asked.
    """

    facts: tuple[Fact, ...]
    documents: tuple[FactDocument, ...]
    kinds: tuple[tuple[FactKind, int], ...]
    total: int
