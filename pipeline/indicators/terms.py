"""Terms: which measures, in which segment, make the numerator and denominator of what.

The same measure in the same segment is computed once, however many indicators use it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.indicator import Indicator, Measure
from pipeline.indicators.closed import rests_on_closed
from pipeline.indicators.segments import WHOLE, parse, segments_of

DEFAULT_FAMILY = "default"


@dataclass(frozen=True)
class Term:
    """One measure in one role of one variant of an indicator, as it is defined on some days."""

    indicator: str
    family: str
    segment: str
    role: str
    position: int
    measure: int
    scale: Decimal
    valid_from: date
    valid_to: date


@dataclass
class Terms:
    """All terms of a catalogue, and the distinct measures behind them by number."""

    terms: list[Term] = field(default_factory=list)
    measures: dict[int, tuple[str, Measure, str]] = field(default_factory=dict)
    """number → (table, measure, segment as applied)"""
    numbers: dict[tuple[str, str, str], int] = field(default_factory=dict)
    texts: dict[int, tuple[Measure, str]] = field(default_factory=dict)
    """A measure's identity → the measure and what it says; most stand in many segments"""
    accumulating: set[int] = field(default_factory=set)
    """Measures that are also wanted from the year's start to the period's end."""
    closed: set[int] = field(default_factory=set)
    """In an extract: measures that rest on what is not in it, and are absent in its worlds."""

    @property
    def closed_variants(self) -> list[tuple[str, str, str]]:
        """(indicator, family, segment) of what such a measure is a part of."""
        closed = {
            (t.indicator, t.family, t.segment) for t in self.terms if t.measure in self.closed
        }
        return sorted(closed)

    def number(self, table: str, measure: Measure, segment: str) -> int:
        """The number of a measure; the same measure has the same number."""
        if id(measure) not in self.texts:
            self.texts[id(measure)] = measure, measure.model_dump_json()
        key = (table, self.texts[id(measure)][1], segment)
        if key not in self.numbers:
            self.numbers[key] = len(self.numbers) + 1
            self.measures[self.numbers[key]] = (table, measure, segment)
        return self.numbers[key]


def collect_terms(catalogue: Catalogue) -> Terms:
    """Every variant of every indicator, also as it was defined before: families, segments."""
    terms = Terms()
    fields = {
        table: form.sections[section].fields
        for table, (form, section) in catalogue.tables(built_in=True).items()
    }
    for indicator in catalogue.indicators.values():
        for valid_from, valid_to, edition in indicator.editions:
            for family, segment, roles in variants(edition, catalogue):
                # A segment with measures of its own says in them what it is.
                filtered = WHOLE if segment in edition.segments else segment
                for role, position, measure in in_roles(roles):
                    table = catalogue.measurable_forms[measure.form].table(measure.section)
                    number = terms.number(table, measure, applied(filtered, fields[table]))
                    if indicator.accumulates:
                        terms.accumulating.add(number)
                    terms.terms.append(
                        Term(indicator.id, family, segment, role, position, number,
                             indicator.scale, valid_from, valid_to)
                    )  # fmt: skip
    if catalogue.outside is not None:
        tables = catalogue.tables(built_in=True)
        for number, (table, measure, segment) in terms.measures.items():
            form, name = tables[table]
            if rests_on_closed(measure, segment, form.sections[name]):
                terms.closed.add(number)
    return terms


def in_roles(roles: dict[str, tuple[Measure, ...]]) -> Iterator[tuple[str, int, Measure]]:
    """Role, position in it, measure."""
    for role, measures in roles.items():
        for position, measure in enumerate(measures, start=1):
            yield role, position, measure


def variants(
    indicator: Indicator, catalogue: Catalogue
) -> Iterator[tuple[str, str, dict[str, tuple[Measure, ...]]]]:
    """(family, segment, role → measures) of one indicator."""
    default = indicator.family or DEFAULT_FAMILY
    own = {"numerator": indicator.numerator, "denominator": indicator.denominator}
    for segment in segments_of(indicator, catalogue):
        special = indicator.segments.get(segment)
        if special:
            measures = {"numerator": special.numerator, "denominator": special.denominator}
            yield default, segment, measures
        else:
            yield default, segment, own
    for family, other in indicator.other_families.items():
        measures = {
            "numerator": other.numerator or indicator.numerator,
            "denominator": other.denominator,
        }
        yield family, WHOLE, measures


def applied(segment: str, fields: Collection[str]) -> str:
    """The part of a segment that a table with these fields can be filtered by.

    A denominator whose form does not know the field stays whole: workers under a wage contract
    are still compared with all workers.
    """
    kept = [
        f"{name}={','.join(codes)}"
        for name, codes in parse(segment).items()
        if name.startswith("unit.") or name in fields
    ]
    return ";".join(kept)
