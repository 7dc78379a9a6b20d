"""Segments: parts of an indicator, written ``field=code;field=code,code`` in a fixed order."""

from collections.abc import Iterable, Mapping

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.indicator import Indicator

WHOLE = ""
ATTRIBUTE = "unit."


def key_of(segment: Mapping[str, str]) -> str:
    """The written form of a segment."""
    return ";".join(f"{field}={segment[field]}" for field in sorted(segment))


def parse(key: str) -> dict[str, tuple[str, ...]]:
    """Field → permitted codes."""
    pairs = (part.split("=", 1) for part in key.split(";") if part)
    return {field: tuple(codes.split(",")) for field, codes in pairs}


def segments_of(indicator: Indicator, catalogue: Catalogue) -> list[str]:
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


def codes_of(field: str, indicator: Indicator, catalogue: Catalogue) -> Iterable[str]:
    """The values a breakdown field can have."""
    if field.startswith(ATTRIBUTE):
        return catalogue.product.attributes.get(field.removeprefix(ATTRIBUTE), {})
    measure = indicator.numerator[0]
    fields = catalogue.section(measure.form, measure.section).fields
    if fields[field].type == "boolean":
        return ("yes", "no")
    return fields[field].choices
