"""What can be changed about the figures of a score, and where else each change counts."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from pipeline.appraisal.path import Figure
from pipeline.appraisal.reading import Reading
from pipeline.domain.indicator import Measures
from pipeline.domain.plan import Plan
from pipeline.queries.answers import PeriodRef
from pipeline.queries.nouns import Nouns
from pipeline.queries.score_lines import Source, source_of
from pipeline.queries.still_on_time import is_of_reports_in_time, still_on_time
from pipeline.warehouse.reader import Reader

ADDS = ("sum", "count")
"""Aggregates of which the parts make up the whole."""


def figures_of(
    reader: Reader, known: Nouns, plan: Plan, unit: str, at: PeriodRef,
    readings: Mapping[str, Reading],
) -> dict[str, Figure]:  # fmt: skip
    """Item → what can be changed about its figure, as it is defined on the last day of what is
    scored; none where it has no sum of its own."""
    items = {item.id: item for item in plan.scoring.items} if plan.scoring else {}
    sources = {
        name: source
        for name, reading in readings.items()
        if reading.within is None and (source := source_of(known, plan, items[name], unit, at.end))
    }
    return {
        name: replace(
            figure_of(source),
            counts_in=frozenset(
                key_of(other) for other in sources.values() if counts_in(source, other)
            ),
            most=most_of(reader, source, unit, at, readings[name]),
        )
        for name, source in sources.items()
    }


def most_of(
    reader: Reader, source: Source, unit: str, at: PeriodRef, reading: Reading
) -> Decimal | None:
    """What a sum can still come to, where something bounds it: a late report stays late."""
    if reading.numerator is None or not is_of_reports_in_time(numerator(source)):
        return None
    return reading.numerator + still_on_time(reader, unit, at, source.span)


def key_of(source: Source) -> tuple[str, ...]:
    """The same for all items that look at one figure."""
    return source.indicator.id, source.family, source.segment, source.span


def figure_of(source: Source) -> Figure:
    """One figure by itself."""
    indicator = source.indicator
    return Figure(
        key_of(source),
        indicator.scale * source.factor,
        can_fall=indicator.nature != "flow",
        is_share=indicator.unit == "percent",
    )


def counts_in(source: Source, other: Source) -> bool:
    """Whether what is added to one sum is in the other, too.

    What happens now is in the period and in the year so far, and in every denominator's family
    with the same numerator; a part that is broken down from the whole is in the whole.
    """
    if source.indicator.id != other.indicator.id or numerator(source) != numerator(other):
        return False
    if source.segment == other.segment:
        return True
    fields = [part.partition("=")[0] for part in source.segment.split(";")]
    parts = all(field in source.indicator.breakdowns for field in fields)
    return not other.segment and parts and all(m.aggregate in ADDS for m in numerator(source))


def numerator(source: Source) -> Measures:
    """What is above the line in a family."""
    family = source.indicator.other_families.get(source.family)
    own = family.numerator if family else None
    return own or source.indicator.numerator
