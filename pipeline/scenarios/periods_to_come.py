"""Periods to come: those of which nothing counts yet, though reports are owed or wait.

Where reports count, the period after the last of them, and any other of which reports wait for
approval or were returned, while nobody is known to owe it. Where none does - on the first morning,
or while every file is sent back - those that files are in for, the one that ended last, and the
one that runs, by the clock: somebody asks who owes before the first report is right.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.domain.clock import now
from pipeline.domain.outside import Outside
from pipeline.domain.period import (
    Period,
    PeriodKind,
    parse_period,
    period_containing,
    previous,
)
from pipeline.domain.product import Product
from pipeline.warehouse.layout import definitions_of
from pipeline.warehouse.reader import Reader

DAYS = """
select root, min(starts), max(ends) from report join unit_root using (unit)
where tbl not like 'system_%' group by root
"""
HELD_BACK = """
select distinct root, period from submission join unit_root using (unit)
where not current and root not in (
    select root from report join unit_root using (unit) where tbl not like 'system_%')
order by all
"""
TAKEN_OUT = """
select distinct root, period from submission join unit_root using (unit)
where verdict = 'accepted' and not current order by all
"""
KINDS = """
select distinct root, frequency from org_unit join unit_root using (unit)
where form_set is not null and frequency is not null order by all
"""


@dataclass(frozen=True)
class ToCome:
    """What there is to come in one publication, on one day."""

    periods: Mapping[str, tuple[Period, ...]]
    """by root"""
    begins: Mapping[str, str]
    """root below which nothing counts → the period to open with: the newest that files are in
    for, or else that ended last"""
    counting: bool
    """whether any report counts anywhere"""


def periods_to_come(reader: Reader) -> Mapping[str, tuple[Period, ...]]:
    """Root → its periods to come. Raises NothingPublished."""
    return asked(reader).periods


def is_to_come(reader: Reader, period: str) -> bool:
    """Whether a period is one to come anywhere. Raises NothingPublished."""
    return any(one.code == period for found in asked(reader).periods.values() for one in found)


def begins_with(reader: Reader, root: str) -> str:
    """The period to open with where nothing counts below ``root``; empty where something does, or
    nobody reports. Raises NothingPublished."""
    return asked(reader).begins.get(root, "")


def opening(reader: Reader) -> str:
    """The period to open with where no report counts at all; otherwise empty. Raises
    NothingPublished."""
    found = asked(reader)
    return "" if found.counting else next((found.begins[r] for r in sorted(found.begins)), "")


def asked(reader: Reader) -> ToCome:
    """What is to come as of the day that is asked for. Raises NothingPublished."""
    return reader.remembered(read, reader.as_of or now().date())


def read(reader: Reader, day: date) -> ToCome:
    """Read it."""
    bodies = dict(
        reader.rows("select kind, body from definition where kind in ('product', 'outside')")
    )
    with definitions_of(reader.data):
        product = Product.model_validate_json(bodies["product"])
        outside = Outside.model_validate_json(bodies.get("outside", "{}"))
    key, calendar = next(iter(product.calendars.items()))
    kinds: dict[str, list[PeriodKind]] = {}
    for root, kind in reader.rows(KINDS):
        kinds.setdefault(root, []).append(kind)

    def after(root: str, last_day: date) -> Iterator[Period]:
        for kind in kinds.get(root, ()):
            reported = period_containing(last_day, kind, key, calendar)
            yield period_containing(reported.end + timedelta(days=1), kind, key, calendar)

    def of_now(root: str) -> Iterator[Period]:
        for kind in kinds.get(root, ()):
            running = period_containing(day, kind, key, calendar)
            yield previous(running, calendar)
            yield running

    days = {root: (first, last) for root, first, last in reader.rows(DAYS)}
    for one in outside.tops:
        spans = [days[root] for root in one.units if root in days]
        reported = [parse_period(code, product.calendars) for code in one.reported]
        spans += [(period.start, period.end) for period in reported]
        if spans:
            span = min(first for first, _ in spans), max(last for _, last in spans)
            days |= dict.fromkeys(one.units, span)
    apart = left_out(reader, product, days)
    found = {
        root: tuple(dict.fromkeys([*apart.get(root, ()), *after(root, last_day)]))
        for root, (_, last_day) in days.items()
    }
    sent: dict[str, list[Period]] = {}
    for one, code in reader.rows(HELD_BACK):
        period = parse_period(code, product.calendars)
        for root in outside.with_same_top(one):
            if root not in days and period.start <= day:
                sent.setdefault(root, []).append(period)
    begins = {}
    for root in (kinds.keys() | sent.keys()) - days.keys():
        of_clock = list(of_now(root))
        found[root] = tuple(dict.fromkeys([*sent.get(root, ()), *of_clock]))
        first = sent.get(root) or [period for period in of_clock if period.end < day]
        begins[root] = max(first, key=lambda one: (one.end, one.start)).code
    return ToCome(found, begins, bool(days))


def left_out(
    reader: Reader, product: Product, days: Mapping[str, tuple[date, date]]
) -> Mapping[str, list[Period]]:
    """Root → the periods before and after its ``days`` of which reports were taken out or wait.

    What is owed begins with the first day of which something counts and ends with the last: such
    reports would be in no list.
    """
    found: dict[str, list[Period]] = {}
    for root, code in reader.rows(TAKEN_OUT):
        period = parse_period(code, product.calendars)
        if root in days and (period.end < days[root][0] or period.start > days[root][1]):
            found.setdefault(root, []).append(period)
    return found
