"""Stored values as answers: exact, with their completeness."""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.domain.indicator import Indicator
from pipeline.domain.noun import Bilingual
from pipeline.indicators.scorecards import default_family, exact
from pipeline.indicators.segments import segments_of
from pipeline.queries.answers import DataStatus, PeriodRef, Value
from pipeline.queries.nouns import NotFound, near, nouns
from pipeline.queries.small_cells import Key, conceal
from pipeline.warehouse.reader import Reader

SPANS = ("period", "to_date")
MOST_TOLD = 12
"""So many segments are told where none is like the one asked for."""
SEGMENTS = """
select distinct segment from indicator_value where indicator = $indicator and segment <> ''
order by segment
"""
VALUES = """
select indicator, family, segment, unit, period, numerator, denominator, estimate,
       expected, reported, carried, approximate
from indicator_value
where indicator in (select unnest($indicators::varchar[]))
  and unit in (select unnest($units::varchar[]))
  and period in (select unnest($periods::varchar[]))
  and span = $span
"""


def span_of(indicator: Indicator) -> str:
    """Flows and rates of flows are shown for the year so far, the rest for the period."""
    return "to_date" if indicator.accumulates else "period"


def check_variant(indicator: Indicator, family: str | None = None, span: str | None = None) -> None:
    """Raise NotFound where the indicator has no such denominator, or figures no such span."""
    families = [default_family(indicator), *indicator.other_families]
    for former in indicator.former:
        families += former.other_families or {}
    if family and family not in families:
        kind = Bilingual(zh="口径", en="denominator")
        raise NotFound(kind, family, near(family, families), families)
    spans = SPANS if indicator.accumulates else SPANS[:1]
    if span and span not in spans:
        raise NotFound(Bilingual(zh="时间窗", en="window"), span, [], spans)


def check_segment(reader: Reader, indicator: Indicator, segment: str) -> None:
    """Raise NotFound where the indicator has no such segment: without figures it would read as
    one of which nothing was reported."""
    if not segment or segment in (known := segments_of(indicator, nouns(reader))):
        return
    stored = [one for (one,) in reader.rows(SEGMENTS, {"indicator": indicator.id})]
    if segment not in stored:
        listed = [one for one in dict.fromkeys([*known, *stored]) if one]
        kind = Bilingual(zh="分组", en="segment")
        raise NotFound(kind, segment, near(segment, listed), listed[:MOST_TOLD])


def nothing(span: str) -> Value:
    """The value of something that nobody was expected to report and nobody did."""
    return Value(None, None, None, DataStatus(0, 0, None), span)


def values(
    reader: Reader,
    indicators: Sequence[Indicator],
    units: Sequence[str],
    periods: Sequence[PeriodRef],
    span: str | None = None,
) -> dict[Key, Value]:
    """Values of indicators × units × periods, all families and segments that are stored.

    Breakdowns into few persons are concealed.
    """
    found: dict[Key, Value] = {}
    ends = {period.code: period.end for period in periods}
    for wanted in {span or span_of(i) for i in indicators}:
        of_span = {i.id: i for i in indicators if (span or span_of(i)) == wanted}
        parameters = {
            "indicators": list(of_span),
            "units": list(units),
            "periods": list(ends),
            "span": wanted,
        }
        for row in reader.rows(VALUES, parameters):
            name, family, segment, unit, period, num, den, estimate, *rest = row
            expected, reported, carried, approximate = rest
            as_of = ends[period] if reported else None
            found[name, family, segment, unit, period] = Value(
                value=exact(num, den, of_span[name].scale, is_ratio(of_span[name], family)),
                numerator=num,
                denominator=den,
                data=DataStatus(expected, reported, as_of, carried),
                span=wanted,
                approximate=approximate,
                estimate=None if estimate is None else Decimal(str(estimate)),
            )
    conceal(found, nouns(reader))
    return found


def is_ratio(indicator: Indicator, family: str) -> bool:
    """Whether a variant has a denominator."""
    other = indicator.other_families.get(family)
    return bool(other.denominator if other else indicator.denominator)


def value_of(
    reader: Reader,
    indicator: Indicator,
    unit: str,
    period: PeriodRef,
    *,
    family: str | None = None,
    segment: str = "",
    span: str | None = None,
) -> Value:
    """One value; absent parts are None."""
    chosen = family or default_family(indicator)
    found = values(reader, [indicator], [unit], [period], span)
    key = (indicator.id, chosen, segment, unit, period.code)
    return found.get(key, nothing(span or span_of(indicator)))
