"""Trace: from a number back to the cells it is made of, and forward again to check it.

What was reported and what was carried forward from missing units' last reports are traced apart.
"""

from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.indicator import Indicator, Measure
from pipeline.domain.noun import Bilingual
from pipeline.indicators.closed import rests_on_closed
from pipeline.indicators.scorecards import default_family, exact
from pipeline.indicators.segments import ATTRIBUTE
from pipeline.queries.answers import Contribution, PeriodRef, Trace, TraceChild, Value
from pipeline.queries.cards import card
from pipeline.queries.nouns import Nouns, nouns
from pipeline.queries.trace_cells import cited, picture
from pipeline.queries.trace_rows import TERMS, Part, added_up, rows_of, rows_that_count
from pipeline.queries.units import breadcrumb, children
from pipeline.queries.values import (
    check_segment,
    check_variant,
    is_ratio,
    span_of,
    value_of,
    values,
)
from pipeline.warehouse.extracts import extract_in
from pipeline.warehouse.reader import Reader

CARRIED = """
select numerator_carried, denominator_carried from indicator_value
where indicator = $indicator and family = $family and segment = $segment and unit = $unit
  and period = $period and span = $span
"""


@dataclass(frozen=True)
class Asked:
    """Which number is traced."""

    indicator: Indicator
    unit: str
    at: PeriodRef
    span: str
    segment: str
    family: str


@dataclass(frozen=True)
class Sums:
    """Cells and what they add up to, numerator and denominator."""

    cells: list[Contribution]
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    def with_sums(self, other: "Sums") -> tuple[Decimal | None, Decimal | None]:
        """Both together; absent where neither says anything."""
        return (
            together(self.numerator, other.numerator),
            together(self.denominator, other.denominator),
        )


def trace(
    reader: Reader,
    indicator: str,
    unit: str,
    period: str,
    span: str | None = None,
    segment: str = "",
    family: str | None = None,
    limit: int = 200,
) -> Trace:
    """The number's way back to file, sheet and cell. ``limit`` cuts the list, never the check."""
    known = nouns(reader)
    named = known.indicator(indicator)
    at = known.period(period)
    check_variant(named, family, span)
    check_segment(reader, named, segment)
    asked = Asked(named, unit, at, span or span_of(named), segment, family or default_family(named))
    value = value_of(reader, named, unit, at, family=asked.family, segment=segment, span=asked.span)
    said, carried = Sums([]), Sums([])
    parts = parts_of(reader, asked)
    left_out = extract_in(reader.data) is not None and any(stays_behind(known, p) for p in parts)
    if not value.concealed and not left_out and is_published(reader, asked):
        said = contributions(reader, known, asked, parts)
        if value.estimate is not None:
            carried = contributions(reader, known, asked, parts, carried=True)
    ratio = is_ratio(named, asked.family)
    agrees = (said.numerator, said.denominator) == (value.numerator, value.denominator)
    return Trace(
        unit=known.unit(unit, at.end),
        breadcrumb=breadcrumb(reader, unit, at),
        period=at,
        indicator=known.indicator_ref(named.id),
        segment=segment,
        value=value,
        children=trace_children(reader, asked),
        contributions=tuple(said.cells[:limit]),
        total_contributions=len(said.cells),
        recomputed_numerator=said.numerator,
        recomputed_denominator=said.denominator,
        recomputed_value=exact(said.numerator, said.denominator, named.scale, ratio),
        carried=tuple(carried.cells[:limit]),
        total_carried=len(carried.cells),
        carried_numerator=carried.numerator,
        carried_denominator=carried.denominator,
        recomputed_estimate=None
        if value.estimate is None
        else exact(*said.with_sums(carried), named.scale, ratio),
        agrees=None if left_out else agrees and carries(reader, asked, value, carried),
        picture=picture(reader, known, said.cells or carried.cells),
        card=card(known, named, at.end),
        shows=facts_shown(known, asked),
    )


def facts_shown(known: Nouns, asked: Asked) -> dict[str, Bilingual]:
    """Id → name of the facts whose figure the register says this is."""
    here = (asked.indicator.id, asked.unit, asked.at.code, asked.segment)
    return {
        fact.id: fact.name
        for fact in known.facts.values()
        if (shown := fact.shown)
        and (shown.indicator, shown.unit, shown.period, shown.segment or "") == here
    }


def is_published(reader: Reader, asked: Asked) -> bool:
    """Whether there is such a number at all.

    Of a union alone no breakdown by what it is itself is kept: there is nothing to break down.
    """
    return ATTRIBUTE not in asked.segment or bool(reader.rows(CARRIED, keys_of(asked)))


def keys_of(asked: Asked) -> dict[str, str]:
    """The key of the number in ``indicator_value``."""
    return {"indicator": asked.indicator.id, "family": asked.family, "segment": asked.segment,
            "unit": asked.unit, "period": asked.at.code, "span": asked.span}  # fmt: skip


def carries(reader: Reader, asked: Asked, value: Value, carried: Sums) -> bool:
    """Whether the cells carried forward add up to what was published apart."""
    if value.estimate is None:
        return True
    return reader.rows(CARRIED, keys_of(asked)) == [(carried.numerator, carried.denominator)]


def together(reported: Decimal | None, carried: Decimal | None) -> Decimal | None:
    """The sum of what is there."""
    there = [amount for amount in (reported, carried) if amount is not None]
    return sum(there, Decimal(0)) if there else None


def trace_children(reader: Reader, asked: Asked) -> tuple[TraceChild, ...]:
    """What each unit right below gives."""
    below = children(reader, asked.unit, asked.at)
    codes = [child.code for child in below]
    stored = values(reader, [asked.indicator], codes, [asked.at], asked.span)
    found = []
    for child in below:
        key = (asked.indicator.id, asked.family, asked.segment, child.code, asked.at.code)
        value = stored.get(key)
        if value is not None:
            found.append(
                TraceChild(
                    child, value.numerator, value.denominator, value.value, value.data.expected,
                    value.data.reported,
                )
            )  # fmt: skip
    return tuple(found)


def parts_of(reader: Reader, asked: Asked) -> list[Part]:
    """The measures that the number is made of."""
    keys = {"indicator": asked.indicator.id, "family": asked.family, "segment": asked.segment,
            "day": asked.at.end}  # fmt: skip
    return [
        Part(role, position, table, Measure.model_validate_json(body), applied)
        for role, position, table, applied, body in reader.rows(TERMS, keys)
    ]


def stays_behind(known: Nouns, part: Part) -> bool:
    """Whether what a measure looks at stays behind where an extract is made."""
    _, section = known.section_of_table(part.table)
    return rests_on_closed(part.measure, part.segment, section)


def contributions(
    reader: Reader, known: Nouns, asked: Asked, parts: list[Part], carried: bool = False
) -> Sums:
    """Every cell behind the number, and the sums recomputed from them.

    With ``carried``, the cells of missing units' last reports instead.
    """
    window = reader.rows(
        "select starts, ends from time_window where period = ? and span = ?",
        [asked.at.code, asked.span],
    )
    cells: list[Contribution] = []
    sums: dict[str, Decimal] = {}
    for part in parts:
        rows, reports = rows_of(reader, known, part, asked.unit, asked.at, window[0], carried)
        kept = rows_that_count(part, rows)
        total = added_up(part, rows, kept, reports)
        if total is not None:
            sums[part.role] = sums.get(part.role, Decimal(0)) + total
        cells += cited(reader, known, part, kept, carried)
    return Sums(cells, sums.get("numerator"), sums.get("denominator"))
