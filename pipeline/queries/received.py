"""Which reports have been accepted and stand: neither returned nor withdrawn."""

from collections.abc import Collection

from pipeline.warehouse.reader import Reader

STANDING = """
select distinct form, unit, period
from submission left join held_submission as held using (submission)
where verdict = 'accepted' and coalesce(held.why not in ('returned', 'withdrawn'), true)
  and unit in (select unnest($units::varchar[])) and period in (select unnest($periods::varchar[]))
"""
Key = tuple[str, str, str]
"""form, unit, period"""


def received(reader: Reader, units: Collection[str], periods: Collection[str]) -> frozenset[Key]:
    """The reports of some units for some periods that have been accepted, whether or not they wait
    for an approval or an explanation."""
    asked = {"units": sorted(units), "periods": sorted(periods)}
    return frozenset(reader.rows(STANDING, asked))
