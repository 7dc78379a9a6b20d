"""What an extract is told of the units it does not hold: as little as worlds in it need.

Whose approval a report waits for, which periods are owed because others have reported them, and
which units took their history elsewhere follow from units above and beside; their figures and
reports stay behind.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.noun import Bilingual
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.outside import Approval, Outside, SameTop, Superior
from pipeline.indicators.roster import FOR_EVER, valid_from
from pipeline.warehouse.flow import place_on, slugs_between_reports, superiors

SQL = Path(__file__).parent / "sql"
NOT_HERE = """
select unit, min(cast(received_at as date)) from base.submission
where submission not in (select submission from submission) group by unit order by unit
"""
"""Unit → since when there are reports of it that are not here."""
TOPS = """
select distinct unit, top.root from org_unit join base.unit_root as top using (unit)
where parent is null or unit in (select unnest($left::varchar[])) order by all
"""
"""Units that have nobody above them, by some version or by today's tree."""


def outside_of(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, unit: str) -> Outside:
    """What is outside the extract of ``unit`` in ``connection``, whose units are in ``mine`` and
    ``now_below``, as the attached ``base`` and its ``catalogue`` have it. The base may be an
    extract itself.
    """
    here = {code for (code,) in connection.execute("from now_below").fetchall()}
    mine = {unit for (unit,) in connection.execute("from mine").fetchall()}
    before = catalogue.outside or Outside()
    left = left_with_history(catalogue, mine) | mine & set(before.left)
    approvals = {
        code: found for code in sorted(here) if (found := approvals_of(catalogue, code, mine))
    }
    rows = connection.execute((SQL / "named_outside.sql").read_text("utf-8")).fetchall()
    codes = {code for (code,) in rows}
    codes |= {code for found in approvals.values() for one in found for code, _ in one.by}
    named = {code: named_as(catalogue, code, before) for code in sorted(codes)}
    planned = {(plan.calendar, plan.year.value) for plan in catalogue.plans.values()}
    return Outside(
        superiors={code: known for code, known in named.items() if known is not None},
        approvals=approvals,
        tops=tuple(same_tops(connection, catalogue, left, before)),
        planned=tuple(sorted(planned | set(before.planned))),
        lacking=(*before.lacking, *lacking_days(connection, catalogue, unit)),
        left=tuple(sorted(left)),
    )  # fmt: skip


def named_as(catalogue: Catalogue, code: str, before: Outside) -> Superior | None:
    """A unit as it is called by its last version; None for one nobody knows (any more)."""
    versions = catalogue.unit_versions(code)
    if not versions:
        return before.superiors.get(code)
    unit = versions[-1]
    return Superior(name=Bilingual(zh=unit.name.zh, en=unit.name.en), level=unit.level)


def approvals_of(catalogue: Catalogue, unit: str, mine: Collection[str]) -> tuple[Approval, ...]:
    """Whose approval, outside, the reports of a unit need, where its own superior is outside."""
    levels = catalogue.product.flow.approve_at
    if not levels:
        return ()
    found: list[Approval] = []
    above = list(above_ever(catalogue, unit))
    before = catalogue.outside.approvals if catalogue.outside else {}
    days = {valid_from(version) for version in above}
    days |= {one.since for version in above for one in before.get(version.code, ())}
    for day in sorted(days):
        at = place_on(catalogue, unit, day)
        if at is None:
            continue
        by = () if at.parent in mine else superiors(catalogue, unit, day)
        needed = tuple((code, level) for code, level in by if level in levels)
        if needed != (found[-1].by if found else ()):
            found.append(Approval(since=day, by=needed))
    return tuple(found)


def above_ever(catalogue: Catalogue, unit: str) -> Iterator[OrgUnit]:
    """Every version of a unit and of those it ever stood below."""
    seen, waiting = set(), [unit]
    while waiting:
        code = waiting.pop()
        if code in seen:
            continue
        seen.add(code)
        for version in catalogue.unit_versions(code):
            yield version
            if version.parent is not None:
                waiting.append(version.parent)


def same_tops(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    left: Collection[str],
    before: Outside,
) -> Iterator[SameTop]:
    """What stands topmost here, by what stands topmost above it, and what counts beside it."""
    units: dict[str, list[str]] = {}
    for unit, top in connection.execute(TOPS, {"left": sorted(left)}).fetchall():
        units.setdefault(top, []).append(unit)
    flow = catalogue.product.flow
    asked = {"approving": bool(flow.approve_at), "explaining": flow.hold_unexplained,
             "between": sorted(slugs_between_reports())}  # fmt: skip
    sql = (SQL / "reported_since.sql").read_text("utf-8")
    reported: dict[str, dict[str, date]] = {}
    for top, period, day in connection.execute(sql, asked).fetchall():
        reported.setdefault(top, {})[period] = day
    together = [*before.tops, *(SameTop(units=(top,), reported={}) for top in sorted(
        {*units, *reported} - {unit for one in before.tops for unit in one.units}
    ))]  # fmt: skip
    for one in together:
        days = dict(one.reported)
        for top in one.units:
            for period, day in reported.get(top, {}).items():
                days[period] = min(day, days.get(period, day))
        here = tuple(unit for top in one.units for unit in units.get(top, ()))
        yield SameTop(units=here, reported=days)


def lacking_days(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, top: str
) -> Iterator[tuple[date, date]]:
    """Days on which a unit stood below ``top`` of which reports had come that are not here."""
    for unit, first in connection.execute(NOT_HERE).fetchall():
        versions = list(above_ever(catalogue, unit))
        if top not in {version.code for version in versions}:
            continue
        days = [*sorted({valid_from(version) for version in versions}), FOR_EVER]
        for since, until in pairwise(days):
            above = {code for code, _ in superiors(catalogue, unit, since)}
            if top in above and first < until:
                yield max(since, first), until - timedelta(days=1)


def left_with_history(catalogue: Catalogue, mine: Collection[str]) -> set[str]:
    """Units whose history is that of units outside: the one they were merged into, or what stands
    above all their parts."""
    units: Iterable[OrgUnit] = catalogue.org_units
    merged = {unit.code for unit in units if unit.merged_into and unit.merged_into not in mine}
    split = {unit.split_from for unit in units if unit.split_from and unit.code not in mine}
    return (merged | split) & set(mine)
