"""Facts: what the source documents state, and what rests on it."""

from pipeline.domain.fact import Fact, ShownAs
from pipeline.domain.indicator import Indicator
from pipeline.domain.noun import Bilingual
from pipeline.domain.plan import Plan, Target
from pipeline.queries.answers import FactPage, FigureShown, RestingTarget
from pipeline.queries.cards import segment_text
from pipeline.queries.nouns import NotFound, Nouns, near, nouns
from pipeline.queries.targets import plan_ref
from pipeline.queries.values import value_of
from pipeline.warehouse.reader import Reader


def facts(reader: Reader) -> tuple[Fact, ...]:
    """Every fact, in the order of the register; none without one."""
    return tuple(nouns(reader).facts.values())


def fact_page(reader: Reader, fact: str) -> FactPage:
    """One fact and what rests on it. Raises NotFound."""
    known = nouns(reader)
    asked = known.facts.get(fact)
    if asked is None:
        raise NotFound(Bilingual(zh="原文依据", en="fact"), fact, near(fact, known.facts))
    return FactPage(
        fact=asked,
        theme=known.product.themes[asked.theme],
        indicators=tuple(
            known.indicator_ref(name)
            for name, indicator in known.indicators.items()
            if fact in indicator.source.facts
        ),
        targets=tuple(
            resting(known, plan, target)
            for plan in known.plans.values()
            for target in plan.targets
            if target.fact == fact
        ),
        shown=figure_shown(reader, known, asked.shown) if asked.shown else None,
        repeats=known.facts[asked.repeats] if asked.repeats else None,
        repeated_by=tuple(other for other in known.facts.values() if other.repeats == fact),
    )


def resting(known: Nouns, plan: Plan, target: Target) -> RestingTarget:
    """A target that cites a fact, as its plan says it now."""
    indicator = known.indicator_ref(target.indicator) if target.indicator else None
    year = f"{known.product.calendars[plan.calendar].prefix}{plan.year.value}"
    return RestingTarget(
        unit=known.who(plan.unit),
        plan=plan_ref(plan),
        name=target.name,
        indicator=indicator,
        comparator=target.comparator,
        target=target.last_value,
        unit_label=known.product.units[target.unit].label,
        decimals=max(indicator.decimals if indicator else 0, target.places),
        period=known.windows.get(year),
        note=target.note,
    )


def figure_shown(reader: Reader, known: Nouns, shown: ShownAs) -> FigureShown | None:
    """The figure a document's report is shown as; None without its unit or its period."""
    if shown.unit not in known.units or shown.period not in known.windows:
        return None
    indicator, period = known.indicators[shown.indicator], known.windows[shown.period]
    segment = shown.segment or ""
    value = value_of(reader, indicator, shown.unit, period, segment=segment)
    return FigureShown(
        unit=known.unit(shown.unit, period.end),
        period=period,
        indicator=known.indicator_ref(indicator.id),
        segment=segment,
        segment_label=segment_text(known, indicator, segment) if segment else None,
        part=shown.part,
        label=label_of(indicator, shown.part),
        value=value,
        amount=getattr(value, shown.part),
        together=tuple(known.facts[other] for other in shown.together),
    )


def label_of(indicator: Indicator, part: str) -> Bilingual | None:
    """What a part of an indicator is called; None for its value."""
    if part == "value":
        return None
    return indicator.numerator_label if part == "numerator" else indicator.denominator_label
