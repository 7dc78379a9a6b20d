"""目标分解: a unit's targets and the shares of them that units below have taken over."""

from datetime import date
from decimal import Decimal

from pipeline.domain.plan import places
from pipeline.domain.split import Split, adds, reconcile, splits
from pipeline.domain.status import Status
from pipeline.queries.answers import SplitPart, TargetSplit, TargetSplits, UnitRef
from pipeline.queries.nouns import Nouns, nouns
from pipeline.queries.targets import as_decimal
from pipeline.queries.units import breadcrumb, children
from pipeline.warehouse.reader import Reader

JUDGED = """
select tv.plan, tv.target, tv.value, tv.completion, tv.status
from target_value as tv
join time_window as win on win.period = tv.period and win.span = 'period'
where tv.plan in (select unnest($plans::varchar[])) and win.ends = $day and win.kind = $kind
"""
Judged = dict[tuple[str, str], tuple[Decimal | None, Decimal | None, Status | None]]
"""Plan and target → its actual value, completion and status."""


def target_splits(reader: Reader, unit: str, period: str) -> TargetSplits:
    """The split targets of a unit's plans for the year in which a period lies."""
    known = nouns(reader)
    at = known.period(period)
    mine = [
        split
        for split in splits(known.plans.values())
        if split.plan.unit == unit and runs_on(known, split, at.end)
    ]
    below = children(reader, unit, at)
    plans = sorted({plan.id for split in mine for plan, _ in split.parts})
    rows = reader.rows(JUDGED, {"plans": plans, "day": at.end, "kind": at.kind}) if plans else []
    judged: Judged = {
        (plan, target): (as_decimal(value), as_decimal(done), Status(status) if status else None)
        for plan, target, value, done, status in rows
    }
    return TargetSplits(
        known.unit(unit, at.end), breadcrumb(reader, unit, at), at,
        tuple(one_split(known, split, at.end, judged, below) for split in mine),
    )  # fmt: skip


def runs_on(known: Nouns, split: Split, day: date) -> bool:
    """Whether a day lies in the year of a split's plan."""
    prefix = known.product.calendars[split.plan.calendar].prefix
    year = known.windows.get(f"{prefix}{split.plan.year.value}")
    return year is not None and year.start <= day <= year.end


def one_split(
    known: Nouns, split: Split, day: date, judged: Judged, below: tuple[UnitRef, ...]
) -> TargetSplit:
    """One target with its shares, the largest first."""
    target = split.target
    indicator = known.indicators.get(target.indicator or "")
    found = reconcile(split, day, known.product.units, adds(indicator))
    ref = known.indicator_ref(target.indicator) if target.indicator else None
    own = known.product.units[target.unit].factor
    parts = []
    for plan, part in split.parts:
        factor = known.product.units[part.unit].factor / own
        value, done, status = judged.get((plan.id, part.id), (None, None, None))
        share = part.value_on(day) * factor
        percent = Decimal(100) * share / found.total if found.total else None
        parts.append(
            SplitPart(
                known.who(plan.unit, day), plan.id, part.id, share, percent,
                None if value is None else value * factor, done, status,
            )
        )  # fmt: skip
    parts.sort(key=lambda part: (-part.target, part.unit.code))
    taken = {part.unit.code for part in parts}
    return TargetSplit(
        split.plan.id, target.id, target.name, ref, target.comparator,
        known.product.units[target.unit].label,
        max(ref.decimals if ref else 0, target.places, *(places(p.target) for p in parts)),
        found.target,
        found.total, found.gap, found.lowest, found.highest, found.adds_up, tuple(parts),
        tuple(unit for unit in below if unit.code not in taken),
    )  # fmt: skip
