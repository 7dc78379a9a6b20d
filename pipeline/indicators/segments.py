"""Segments: parts of an indicator, written ``field=code;field=code,code`` in a fixed order."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.form import Section
from pipeline.domain.indicator import Indicator
from pipeline.domain.plan import Plan
from pipeline.domain.product import Product

WHOLE = ""
ATTRIBUTE = "unit."


class Declared(Protocol):
    """What names segments: the definitions as they are written, or as they were published."""

    @property
    def product(self) -> Product: ...
    @property
    def plans(self) -> Mapping[str, Plan]: ...
    def section(self, form: str, section: str) -> Section: ...


def key_of(segment: Mapping[str, str]) -> str:
    """The written form of a segment."""
    return ";".join(f"{field}={segment[field]}" for field in sorted(segment))


def parse(key: str) -> dict[str, tuple[str, ...]]:
    """Field → permitted codes."""
    pairs = (part.split("=", 1) for part in key.split(";") if part)
    return {field: tuple(codes.split(",")) for field, codes in pairs}


def segments_of(indicator: Indicator, catalogue: Declared) -> list[str]:
    """Every segment that is computed: breakdowns, own segments, and what plans ask for."""
    found = dict.fromkeys([WHOLE])
    for field in indicator.breakdowns:
        found |= dict.fromkeys(f"{field}={code}" for code in codes_of(field, indicator, catalogue))
    found |= dict.fromkeys(indicator.segments)
    for plan in catalogue.plans.values():
        asked = (t.segment for t in plan.targets if t.indicator == indicator.id)
        found |= dict.fromkeys(key_of(segment) for segment in asked)
        items = plan.scoring.items if plan.scoring else ()
        found |= dict.fromkeys(key_of(i.segment) for i in items if i.indicator == indicator.id)
    return list(found)


def units_broken_down(catalogue: Catalogue) -> set[str]:
    """Units whose segments are kept even when nothing is below them: those with plans, and those
    that are scored on a segment."""
    found = {plan.unit for plan in catalogue.plans.values()}
    scored = {plan.unit for plan in catalogue.plans.values() if scores_segments(plan)}
    below: dict[str, set[str]] = {}
    for unit in catalogue.org_units if scored else ():
        below.setdefault(unit.parent or "", set()).add(unit.code)
    to_visit = list(scored)
    while to_visit:
        new = below.get(to_visit.pop(), set()) - scored
        scored |= new
        to_visit += new
    return found | scored


def scores_segments(plan: Plan) -> bool:
    """Whether a plan scores the units below it on a segment."""
    promised = {target.id: target.segment for target in plan.targets}
    items = plan.scoring.items if plan.scoring else ()
    return any(item.segment or promised.get(item.target or "") for item in items)


def codes_of(field: str, indicator: Indicator, catalogue: Declared) -> Iterable[str]:
    """The values a breakdown field can have."""
    if field.startswith(ATTRIBUTE):
        return catalogue.product.attributes.get(field.removeprefix(ATTRIBUTE), {})
    measure = indicator.numerator[0]
    fields = catalogue.section(measure.form, measure.section).fields
    if fields[field].type == "boolean":
        return ("yes", "no")
    return fields[field].choices
