"""Measures that an extract cannot make: they rest on fields that stay behind, about persons."""

from collections.abc import Iterator

from pipeline.domain.form import Section
from pipeline.domain.indicator import Bound, Measure, Test
from pipeline.indicators.segments import parse


def rests_on_closed(measure: Measure, segment: str, section: Section) -> bool:
    """Whether a measure, in a segment as applied, asks for a field that says something about a
    person. Where the field is blank for that reason, nothing would be found, and counted as 0."""
    asked = (section.fields[name] for name in asked_of(measure, segment) if name in section.fields)
    return any(section.hides(field) for field in asked)


def asked_of(measure: Measure, segment: str) -> Iterator[str]:
    """The fields of a row that a measure looks at."""
    yield from measure.adds_up
    if measure.group is not None:
        yield measure.group
    yield from parse(segment)
    for name, test in measure.where.items():
        yield name
        if isinstance(test, Test):
            bounds = (test.at_least, test.at_most, test.above, test.below)
            yield from (b.field for b in bounds if isinstance(b, Bound) and b.field is not None)
