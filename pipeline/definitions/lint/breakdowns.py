"""Rules of breakdowns and segments: the parts an indicator is computed in."""

from collections import Counter
from collections.abc import Iterator

from pipeline.definitions.draft import Draft, as_warning
from pipeline.definitions.lint.values import UNIT_PREFIX, attribute_problem, unknown_field
from pipeline.domain.finding import Finding
from pipeline.domain.form import Section
from pipeline.domain.indicator import Indicator

LISTED = ("choice", "boolean")


def breakdowns_exist(draft: Draft) -> Iterator[Finding]:
    """A breakdown is a field of every section the numerator measures, or a unit attribute."""
    for indicator, i, breakdown in each_breakdown(draft):
        problems = [attribute_problem(draft, breakdown, None)]
        if not breakdown.startswith(UNIT_PREFIX):
            problems = [
                unknown_field(breakdown, section.fields, table)
                for section, table in _sections_of(draft, indicator)
            ]
        for problem in problems:
            if problem is not None:
                of, where = ("indicator", indicator.id), ("breakdowns", i)
                yield draft.problem(problem[0], of, where, breakdown, **problem[1])


def breakdowns_have_parts(draft: Draft) -> Iterator[Finding]:
    """Only choices and yes/no are computed in parts: their values are listed."""
    for indicator, i, breakdown in each_breakdown(draft):
        sections = [section for section, _ in _sections_of(draft, indicator)]
        fields = [s.fields[breakdown] for s in sections if breakdown in s.fields]
        if any(field.type not in LISTED for field in fields):
            of, where = ("indicator", indicator.id), ("breakdowns", i)
            found = draft.problem("breakdown-without-parts", of, where, breakdown, field=breakdown)
            yield as_warning(found)


def attributes_have_parts(draft: Draft) -> Iterator[Finding]:
    """An attribute that breaks indicators down has declared values; told once for all."""
    attributes = draft.product.attributes if draft.product else {}
    used = Counter(breakdown for _, _, breakdown in each_breakdown(draft))
    for name, values in attributes.items():
        count = used[UNIT_PREFIX + name]
        if count and not values:
            of, where = ("product", "product"), ("attributes", name)
            details = {"attribute": name, "count": str(count)}
            yield as_warning(draft.problem("attribute-without-values", of, where, **details))


def each_breakdown(draft: Draft) -> Iterator[tuple[Indicator, int, str]]:
    """Yield all breakdowns with their indicator and place."""
    for indicator in draft.indicators.values():
        for i, breakdown in enumerate(indicator.breakdowns):
            yield indicator, i, breakdown


def _sections_of(draft: Draft, indicator: Indicator) -> Iterator[tuple[Section, str]]:
    """Yield the sections the numerator measures or measured, with their tables."""
    measures = [m for _, _, edition in indicator.editions for m in edition.numerator]
    for measure in measures:
        section = draft.section(measure.form, measure.section)
        if section is not None:
            yield section, draft.measurable[measure.form].table(measure.section)


def segments_are_field_and_value(draft: Draft) -> Iterator[Finding]:
    """Segments are keyed ``field=value``."""
    for name, indicator in draft.indicators.items():
        for segment in indicator.segments:
            field, sign, value = segment.partition("=")
            if not (field and sign and value):
                where = ("segments", segment)
                yield draft.problem("segment-key", ("indicator", name), where, segment)


def segments_have_words(draft: Draft) -> Iterator[Finding]:
    """A segment whose key is no field and no attribute is named in product.yml."""
    if draft.product is None:
        return
    declared = draft.product.segments
    for name, indicator in draft.indicators.items():
        known = {field for section, _ in _sections_of(draft, indicator) for field in section.fields}
        for segment in indicator.segments:
            key, _, value = segment.partition("=")
            if key in known or key.startswith(UNIT_PREFIX) or not value:
                continue
            if key not in declared or value not in declared[key].values:
                where = ("segments", segment)
                found = draft.problem("segment-without-words", ("indicator", name), where, segment,
                                      key=key, value=value)  # fmt: skip
                yield as_warning(found)
