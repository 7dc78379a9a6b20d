"""The lines of stored scores as answers, with the figures they looked at."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pipeline.appraisal.figures import span_for
from pipeline.appraisal.inputs import own_target
from pipeline.appraisal.reading import Reading, reading_from
from pipeline.domain.indicator import Indicator
from pipeline.domain.noun import Bilingual
from pipeline.domain.plan import Plan
from pipeline.domain.scoring import ScoreItem
from pipeline.indicators.scorecards import default_family
from pipeline.indicators.segments import key_of
from pipeline.queries.answers import DataStatus, IndicatorRef, PeriodRef, ScoreLine
from pipeline.queries.answers.numbers import unmet
from pipeline.queries.nouns import Nouns
from pipeline.queries.targets import as_decimal
from pipeline.wording.duties import span_unit

LINES = """
select item, rule, state, points, full_marks, lost, provisional, expected, reported, why, formula,
       parts, reading
from score_line
where plan = $plan and unit = $unit and period = $period
order by position
"""


@dataclass(frozen=True)
class Source:
    """Where an item's figure comes from; ``factor`` turns the indicator's unit into ``unit``."""

    indicator: Indicator
    family: str
    segment: str
    span: str
    unit: str
    factor: Decimal
    goal: Bilingual | None = None


def source_of(known: Nouns, plan: Plan, item: ScoreItem, unit: str, day: date) -> Source | None:
    """The indicator an item looks at for a unit, directly or through a target, as it is defined on
    the last day of what is scored."""
    if item.target is not None:
        promised = own_target(known.plans, plan, item.target, unit)
        if promised is None or promised[1].indicator is None:
            return None
        target = promised[1]
        indicator = known.indicators[target.indicator or ""]
        units = known.product.units
        factor = units[indicator.unit].factor / units[target.unit].factor
        return Source(
            indicator.on(day), item.family or default_family(indicator), key_of(target.segment),
            "period" if target.kind == "duty" else span_for(indicator, item.span),
            target.unit, factor,
        )  # fmt: skip
    if item.indicator is None:
        return None
    indicator = known.indicators[item.indicator]
    return Source(
        indicator.on(day), item.family or default_family(indicator), key_of(item.segment),
        span_for(indicator, item.span), indicator.unit, Decimal(1),
    )  # fmt: skip


def score_line(
    known: Nouns, plan: Plan, unit: str, period: PeriodRef, row: Sequence[object]
) -> tuple[ScoreLine, Reading]:
    """A stored line as an answer, and what it looked at."""
    name, rule, state, points, full, lost, provisional, expected, reported, why, *told = row
    formula, parts, stored = (str(text) for text in told)
    items = {item.id: item for item in plan.scoring.items} if plan.scoring else {}
    item = items.get(str(name))
    reading = reading_from(json.loads(stored))
    source = source_of(known, plan, item, unit, period.end) if item else None
    days = item is not None and item.rule.kind == "late_days"
    label = known.product.units[source.unit].label if source else DAYS if days else None
    number = int(str(reported))
    due = None if reading.goal is None else reading.due_level(reading.goal)
    return (
        ScoreLine(
            id=str(name),
            title=item.title if item else None,
            clause=item.clause if item else None,
            text=item.text if item else None,
            group=item.group if item else None,
            rule=str(rule),
            state=str(state),
            points=as_decimal(points),
            full=as_decimal(full),
            lost=as_decimal(lost) or Decimal(0),
            beside=item.beside if item else True,
            provisional=bool(provisional),
            indicator=indicator_of(known, source, reading, due) if source else None,
            family=source.family if source else "",
            segment=source.segment if source else "",
            span=source.span if source else "",
            target=item.target if item else None,
            value=reading.value,
            numerator=reading.numerator,
            denominator=reading.denominator,
            goal=reading.goal,
            due=due,
            unit_label=span_unit(reading.counting) if reading.counting else label,
            decimals=source.indicator.decimals if source and not reading.counting else 0,
            counting=reading.counting,
            within=reading.within,
            data=DataStatus(int(str(expected)), number, period.end if number else None),
            why=str(why) if why else None,
            formula=formula,
            parts={key: Decimal(text) for key, text in json.loads(parts).items()},
            evidence=evidence_of(item, unit, period),
        ),
        reading,
    )


def indicator_of(
    known: Nouns, source: Source, reading: Reading, due: Decimal | None
) -> IndicatorRef:
    """The indicator of a line; its figures are in the unit of the target they are held against,
    and do not read like what is due where that is not met."""
    return replace(
        known.indicator_ref(source.indicator.id),
        unit=source.unit,
        unit_label=known.product.units[source.unit].label,
        apart=unmet(reading.value, due, "<=" if reading.lower_better else ">="),
    )


DAYS = Bilingual(zh="天", en="days")


def evidence_of(item: ScoreItem | None, unit: str, period: PeriodRef) -> tuple[Bilingual, ...]:
    """What the marks of a unit rest on."""
    marks = item.marks.get(unit, ()) if item else ()
    return tuple(m.evidence for m in marks if m.on is None or m.on <= period.end)
