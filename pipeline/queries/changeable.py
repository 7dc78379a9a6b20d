"""What can be changed about the figures of a score, and where else each change counts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pipeline.appraisal.path import Figure
from pipeline.appraisal.reading import Reading
from pipeline.domain.indicator import Measures
from pipeline.domain.plan import Plan
from pipeline.queries.nouns import Nouns
from pipeline.queries.score_lines import Source, source_of

ADDS = ("sum", "count")
"""Aggregates of which the parts make up the whole."""


def figures_of(
    known: Nouns, plan: Plan, unit: str, readings: Mapping[str, Reading], day: date
) -> dict[str, Figure]:
    """Item → what can be changed about its figure, as it is defined on a day; none where it has no
    sum of its own."""
    items = {item.id: item for item in plan.scoring.items} if plan.scoring else {}
    sources = {
        name: source
        for name, reading in readings.items()
        if reading.within is None and (source := source_of(known, plan, items[name], unit, day))
    }
    return {
        name: replace(
            figure_of(source),
            counts_in=frozenset(
                key_of(other) for other in sources.values() if counts_in(source, other)
            ),
        )
        for name, source in sources.items()
    }


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
