"""The JSON of a fact of a source document."""

from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.noun import Bilingual, Language
from pipeline.queries.answers import FactPage


@dataclass(frozen=True)
class RestingJson:
    """One entry of ``targets``: a target that cites the fact."""

    org_unit: str
    plan: str
    year: int
    name: str
    indicator: str | None
    comparator: str
    target: Decimal
    unit: str


@dataclass(frozen=True)
class FactJson:
    """``fact --json``: what a document states, and what rests on it."""

    fact: str
    name: str
    issuer: str
    document: str
    year: int | None
    kind: str
    comparator: str | None
    value: Decimal | None
    unit: str | None
    scope: str | None
    denominator: str | None
    span: str
    nature: str
    theme: str
    repeats: str | None
    repeated_by: tuple[str, ...]
    indicators: tuple[str, ...]
    targets: tuple[RestingJson, ...]
    shown_unit: str | None
    shown_period: str | None
    shown_indicator: str | None
    shown_segment: str | None
    shown_part: str | None
    shown_value: Decimal | None
    shown_approximate: bool | None
    together: tuple[str, ...]


def fact_json(found: FactPage, language: Language) -> FactJson:
    """A fact with its texts in one language."""
    fact, shown = found.fact, found.shown
    return FactJson(
        fact=fact.id,
        name=fact.name.in_language(language),
        issuer=fact.issuer.in_language(language),
        document=fact.document.in_language(language),
        year=fact.year,
        kind=fact.kind,
        comparator=fact.comparator,
        value=fact.value,
        unit=said(fact.unit, language),
        scope=said(fact.scope, language),
        denominator=said(fact.denominator, language),
        span=fact.span,
        nature=fact.nature,
        theme=fact.theme,
        repeats=fact.repeats,
        repeated_by=tuple(other.id for other in found.repeated_by),
        indicators=tuple(ref.id for ref in found.indicators),
        targets=tuple(
            RestingJson(
                t.unit.code, t.plan.id, t.plan.year, t.name.in_language(language),
                t.indicator.id if t.indicator else None, t.comparator, t.target,
                t.unit_label.in_language(language),
            )
            for t in found.targets
        ),
        shown_unit=shown.unit.code if shown else None,
        shown_period=shown.period.code if shown else None,
        shown_indicator=shown.indicator.id if shown else None,
        shown_segment=shown.segment if shown else None,
        shown_part=shown.part if shown else None,
        shown_value=shown.amount if shown else None,
        shown_approximate=shown.value.approximate if shown else None,
        together=tuple(other.id for other in shown.together) if shown else (),
    )  # fmt: skip


def said(text: Bilingual | None, language: Language) -> str | None:
    """A text in one language, if there is one."""
    return text.in_language(language) if text else None
