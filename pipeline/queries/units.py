"""Where a unit stands: its superiors, the units right below it, and what may be chosen there."""

from pipeline.domain.circular import Letterhead
from pipeline.domain.noun import Bilingual
from pipeline.domain.period import Period
from pipeline.indicators.windows import periods_of
from pipeline.queries.answers import Choices, PeriodRef, Snapshot, UnitRef, Whereabouts
from pipeline.queries.nouns import NotFound, Nouns, nouns
from pipeline.scenarios.periods_to_come import begins_with, periods_to_come
from pipeline.scenarios.world import question_of
from pipeline.warehouse.extracts import extract_in
from pipeline.warehouse.reader import Reader

SUPERIORS = """
with recursive up as (
    select unit, parent, depth from unit_tree where unit = $unit and day = $day
    union all
    select tree.unit, tree.parent, tree.depth
    from up join unit_tree as tree on tree.unit = up.parent and tree.day = $day
)
select unit from up order by depth
"""
BELOW = """
select unit from unit_tree where parent = $unit and day = $day and is_open order by unit
"""
ISSUING = """
with recursive below as (
    select unit, 0 as steps from unit_tree where unit = $unit and day = $day
    union all
    select tree.unit, below.steps + 1
    from below join unit_tree as tree on tree.parent = below.unit and tree.day = $day
    where tree.is_open
)
select unit
from below join unit_tree as tree using (unit)
where tree.day = $day
  and (tree.has_children or unit in (
    select target_value.unit
    from target_value
    join time_window as win on win.period = target_value.period and win.span = 'period'
    where win.ends = $day and win.kind = $kind))
order by below.steps, unit
"""
ROOTS = """
select tree.unit, count(report.submission) as reports
from unit_tree as tree
left join unit_tree as below on below.root = tree.unit and below.day = tree.day
left join report on report.unit = below.unit
where tree.depth = 0 and tree.day = (select max(day) from unit_tree)
group by tree.unit order by reports desc, tree.unit
"""
PERIODS = """
select distinct win.period, win.starts, win.ends
from time_window as win
where win.span = 'period' and (
    win.win in (select win from completeness where unit = $unit and expected > 0)
    or win.period in (select period from target_value where unit = $unit))
order by win.ends desc, win.starts desc
"""
ROOT = "select root from unit_root where unit = $unit"
LATEST = """
with recursive below as (
    select $unit as unit
    union
    select org_unit.unit from below join org_unit on org_unit.parent = below.unit
)
select report.period from report join below using (unit)
where report.tbl not like 'system_%'
order by report.ends desc, report.starts desc limit 1
"""


def snapshot(reader: Reader) -> Snapshot:
    """Which publication answers, and whether any of its units are generated."""
    publication = reader.publication
    generated = reader.rows("select coalesce(bool_or(generated), false) from org_unit")
    asked = question_of(reader)
    part = extract_in(reader.data)
    return Snapshot(
        publication.number, publication.published_at, bool(generated[0][0]), asked.as_of,
        asked.tree, nouns(reader).unit(part.unit) if part else None,
    )  # fmt: skip


def breadcrumb(reader: Reader, unit: str, period: PeriodRef) -> tuple[UnitRef, ...]:
    """The unit and its superiors at the period's end, from the top down."""
    known = nouns(reader)
    known.unit(unit)
    codes = reader.rows(SUPERIORS, {"unit": unit, "day": period.end})
    found = tuple(known.unit(code, period.end) for (code,) in codes)
    return found or (known.unit(unit),)


def whereabouts(reader: Reader, unit: str, period: str) -> Whereabouts:
    """A unit below its superiors, and a period, for pages that ask nothing else about them.
    Raises NotFound."""
    at = nouns(reader).period(period)
    return Whereabouts(breadcrumb(reader, unit, at), at)


def children(reader: Reader, unit: str, period: PeriodRef) -> tuple[UnitRef, ...]:
    """The open units right below at the period's end."""
    known = nouns(reader)
    codes = reader.rows(BELOW, {"unit": unit, "day": period.end})
    return tuple(known.unit(code, period.end) for (code,) in codes)


def issuing_units(reader: Reader, unit: str, period: str) -> tuple[UnitRef, ...]:
    """The unit and every open one below it that has targets in a period or units below itself:
    those a circular is issued for, superiors first. Raises NotFound."""
    known = nouns(reader)
    at = known.period(period)
    top = known.unit(unit, at.end)
    codes = reader.rows(ISSUING, {"unit": top.code, "day": at.end, "kind": at.kind})
    return tuple(known.unit(code, at.end) for (code,) in codes)


def letterhead(reader: Reader, unit: str) -> Letterhead:
    """What the settings say of the frame of a unit's circulars."""
    return nouns(reader).product.circular.of(unit)


def units(reader: Reader) -> tuple[UnitRef, ...]:
    """The topmost units, those with most reports first."""
    known = nouns(reader)
    return tuple(known.unit(code) for code, _ in reader.rows(ROOTS))


def default_selection(reader: Reader) -> tuple[str, str]:
    """The unit with most reports and its latest reported period. Raises NotFound."""
    roots = units(reader)
    if not roots:
        raise NotFound(Bilingual(zh="单位", en="unit"), "", [])
    unit = roots[0].code
    return unit, latest_period(reader, unit)


def latest_period(reader: Reader, unit: str) -> str:
    """The unit's latest period with a report; where none counts in all its tree, the one to begin
    with; or else the latest with a plan."""
    for code, *_ in reader.rows(LATEST, {"unit": unit}):
        return str(code)
    for (root,) in reader.rows(ROOT, {"unit": unit}):
        if code := begins_with(reader, root):
            return code
    for code, *_ in reader.rows(PERIODS, {"unit": unit}):
        return str(code)
    known = nouns(reader)
    return next(reversed(known.windows), "")


def by_other_calendars(known: Nouns, periods: list[PeriodRef]) -> list[PeriodRef]:
    """Periods of declared calendars that nothing published follows, newest first.

    Those that hold one of ``periods`` whole; their figures are computed when one is chosen.
    """
    there = {window.calendar for window in known.windows.values()}
    others = {k: c for k, c in known.product.calendars.items() if k not in there}
    if not periods:
        return []
    first, last = min(p.start for p in periods), max(p.end for p in periods)
    found = []
    for key, calendar in others.items():
        for period in periods_of(key, calendar, first, last, ("year", "half", "quarter")):
            if any(period.start <= p.start and p.end <= period.end for p in periods):
                found.append(ref_of(period))
    return sorted(found, key=lambda p: (p.end, p.start), reverse=True)


def ref_of(period: Period) -> PeriodRef:
    """A period as a link."""
    label = Bilingual(zh=period.label("zh"), en=period.label("en"))
    return PeriodRef(period.code, label, period.kind, period.calendar, period.start, period.end)


def coming_at(reader: Reader, unit: str) -> tuple[PeriodRef, ...]:
    """The periods of which nothing counts yet and in which something is owed at a unit."""
    roots = reader.rows(ROOT, {"unit": unit})
    periods = periods_to_come(reader)
    found = sorted({p for (root,) in roots for p in periods.get(root, ())}, reverse=True)
    return tuple(ref_of(period) for period in found)


def choices(reader: Reader, unit: str, period: str) -> Choices:
    """What can be chosen at a unit: periods (newest first), units below, indicators; and the
    periods that can be chased already though nothing is in."""
    known = nouns(reader)
    rows = reader.rows(PERIODS, {"unit": unit})
    at = known.period(period)
    coming = coming_at(reader, unit)
    to_come = {period.code for period in coming}
    periods = [known.windows[code] for code, *_ in rows]
    return Choices(
        periods=(
            *(period for period in periods if period.code not in to_come),
            *by_other_calendars(known, periods),
        ),
        children=children(reader, unit, at),
        indicators=tuple(known.indicator_ref(name) for name in known.indicators),
        units=units(reader),
        coming=coming,
    )
