"""The dated roster: who stood under whom on a day, and who owed which report.

A unit that is closed on the day keeps its last place in the tree, so that what it reported in
the year stays in its superiors' sums; it no longer owes reports and no longer holds stocks.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.period import Period, period_containing, previous

ALWAYS = date(1, 1, 1)
FOR_EVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Place:
    """Where a unit stands in the tree of one day."""

    unit: OrgUnit
    parent: str | None
    depth: int
    root: str
    is_open: bool
    has_children: bool


@dataclass(frozen=True)
class Owed:
    """One report that is expected."""

    form: str
    unit: str
    period: Period
    due_on: date


def valid_from(unit: OrgUnit) -> date:
    """First day of this version."""
    return unit.valid_from or ALWAYS


def valid_to(unit: OrgUnit) -> date:
    """Last day of this version."""
    return unit.valid_to or FOR_EVER


def tree_on(units: Iterable[OrgUnit], day: date) -> dict[str, Place]:
    """Every unit that exists or has existed on ``day``, with its place."""
    versions: dict[str, OrgUnit] = {}
    for unit in units:
        known = versions.get(unit.code)
        if valid_from(unit) <= day and (known is None or valid_from(known) < valid_from(unit)):
            versions[unit.code] = unit
    parents = {code: parent_in(unit, versions) for code, unit in versions.items()}
    with_children = set(parents.values())
    return {
        code: Place(
            unit,
            parents[code],
            *depth_and_root(code, parents),
            valid_to(unit) >= day,
            code in with_children,
        )
        for code, unit in versions.items()
    }


def parent_in(unit: OrgUnit, versions: Mapping[str, OrgUnit]) -> str | None:
    """The parent's code if the parent stands in the tree, else None."""
    return unit.parent if unit.parent in versions else None


def depth_and_root(code: str, parents: Mapping[str, str | None]) -> tuple[int, str]:
    """How far below its root a unit stands, and which root that is."""
    depth, at = 0, code
    while (above := parents[at]) is not None:
        depth, at = depth + 1, above
    return depth, at


def owed_reports(catalogue: Catalogue, reported: Mapping[str, tuple[date, date]]) -> list[Owed]:
    """Reports the roster owes, in the periods in which the unit's root has reports at all.

    ``reported``: root → first and last day covered by any report below it.
    """
    found: list[Owed] = []
    roots = roots_of(catalogue.org_units)
    for unit in catalogue.roster or catalogue.org_units:
        span = reported.get(roots[unit.code])
        if unit.form_set and unit.frequency and span:
            forms = catalogue.product.form_sets[unit.form_set].forms
            found += owed_by(unit, forms, span, catalogue)
    return found


def owed_by(
    unit: OrgUnit, forms: Sequence[str], span: tuple[date, date], catalogue: Catalogue
) -> list[Owed]:
    """What one version of a unit owes: each form, each period at whose end it is open."""
    key, calendar = next(iter(catalogue.product.calendars.items()))
    found = []
    period = period_containing(span[1], unit.frequency, key, calendar)  # type: ignore[arg-type]
    while period.end >= span[0]:
        if valid_from(unit) <= period.end <= valid_to(unit):
            found += [
                Owed(form, unit.code, period, due_day(period, catalogue.forms[form].due_days))
                for form in forms
            ]
        period = previous(period, calendar)
    return found


def due_day(period: Period, days: int) -> date:
    """The last day on which a report of ``period`` is in time."""
    return period.end + timedelta(days=days)


def roots_of(units: Iterable[OrgUnit]) -> dict[str, str]:
    """Unit → topmost unit, by each unit's latest version."""
    parents: dict[str, str | None] = {}
    starts: dict[str, date] = defaultdict(lambda: ALWAYS)
    for unit in units:
        if valid_from(unit) >= starts[unit.code]:
            parents[unit.code], starts[unit.code] = unit.parent, valid_from(unit)
    known = {code: parent if parent in parents else None for code, parent in parents.items()}
    return {code: depth_and_root(code, known)[1] for code in known}
