"""The JSON of a superior's summaries."""

from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.noun import Language
from pipeline.queries.answers import FormSummary, Summaries


@dataclass(frozen=True)
class SummedJson:
    """One entry of ``rows``: ``unit`` is absent for everything together."""

    unit: str | None
    expected: int
    reported: int
    values: dict[str, Decimal | None]


@dataclass(frozen=True)
class FormSummaryJson:
    """One entry of ``forms``."""

    form: str
    section: str
    title: str
    rows: tuple[SummedJson, ...]


@dataclass(frozen=True)
class SummaryJson:
    """``summary --json``: every form added up; money in the currency."""

    unit: str
    period: str
    forms: tuple[FormSummaryJson, ...]


def summary_json(found: Summaries, language: Language) -> SummaryJson:
    """The summaries with their texts in one language."""
    return SummaryJson(
        unit=found.unit.code,
        period=found.period.code,
        forms=tuple(form_json(form, language) for form in found.forms),
    )


def form_json(form: FormSummary, language: Language) -> FormSummaryJson:
    """One form."""
    return FormSummaryJson(
        form=form.form,
        section=form.section,
        title=form.title.in_language(language),
        rows=tuple(
            SummedJson(
                row.unit.code if row.unit else None, row.expected, row.reported, dict(row.values)
            )
            for row in form.rows
        ),
    )
