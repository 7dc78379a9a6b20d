"""As now: today's tree laid over old periods.

Each unit stands in every period where it stands today. A unit that was merged stands below the
one that took it over, so that its history is part of its successor's. A unit that was split stands
below the lowest unit that superintends all its parts today: its figures are nobody's in particular
and are never shared out among them. Who owed which report is
still what the dated roster says, and a closed unit holds no stock after it closed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.org_unit import OrgUnit
from pipeline.indicators.roster import valid_from, valid_to


def as_now(catalogue: Catalogue, day: date) -> Catalogue:
    """The catalogue with the tree of ``day`` for all time, and the roster as it was."""
    latest = {
        code: catalogue.unit_versions(code) for code in dict.fromkeys(u.code for u in
                                                                      catalogue.org_units)
    }  # fmt: skip
    standing = {code: standing_on(versions, day) for code, versions in latest.items()}
    units = {code: unit for code, unit in standing.items() if unit is not None}
    parents = {code: unit.parent for code, unit in units.items()}
    for code, unit in units.items():
        successor = unit.merged_into
        if successor in units and valid_to(unit) < day and not below(successor, code, parents):
            parents[code] = successor
    place_split_units(units, parts_of(latest, units), parents, day)
    for code in catalogue.outside.left if catalogue.outside else ():
        if code in units and valid_to(units[code]) < day:
            parents[code] = None
    moved = tuple(
        replace(unit, parent=parents[code], valid_from=None) for code, unit in units.items()
    )
    to_come = tuple(
        version for code, versions in latest.items() if code not in units for version in versions
    )
    return replace(
        catalogue, org_units=moved + to_come, roster=catalogue.roster or catalogue.org_units
    )


def now_below(catalogue: Catalogue, unit: str, day: date) -> set[str]:
    """A unit and all that stand below it by the tree of ``day``, those that were merged into them
    or split among them too, and those that will stand there first when they open."""
    below_of: dict[str | None, list[str]] = {}
    seen: set[str] = set()
    for version in as_now(catalogue, day).org_units:
        if version.code not in seen:
            seen.add(version.code)
            below_of.setdefault(version.parent, []).append(version.code)
    found, waiting = set(), [unit]
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += below_of.get(at, ())
    return found


def standing_on(versions: Iterable[OrgUnit], day: date) -> OrgUnit | None:
    """The version that holds on a day, or the last one before it; open if another follows."""
    begun = [version for version in versions if valid_from(version) <= day]
    if not begun:
        return None
    chosen = begun[-1]
    is_last = chosen == list(versions)[-1]
    return chosen if is_last else replace(chosen, valid_to=None)


def place_split_units(
    units: Mapping[str, OrgUnit],
    parts: Mapping[str, Iterable[str]],
    parents: dict[str, str | None],
    day: date,
) -> None:
    """Put each closed unit that was split below what all its parts stand below.

    A part may itself have been split since, so this is repeated until nothing moves.
    """
    for _ in parts:
        before = dict(parents)
        for code, own in parts.items():
            unit = units.get(code)
            if unit is None or valid_to(unit) >= day or unit.merged_into in units:
                continue
            common = lowest_common(own, parents)
            if common is not None and not below(common, code, parents):
                parents[code] = common
        if parents == before:
            return


def parts_of(
    versions: Mapping[str, Iterable[OrgUnit]], units: Mapping[str, OrgUnit]
) -> dict[str, list[str]]:
    """Unit that was split → the units that are its parts, by any of their versions."""
    found: dict[str, list[str]] = {}
    for code in units:
        for origin in dict.fromkeys(v.split_from for v in versions[code] if v.split_from):
            found.setdefault(origin, []).append(code)
    return found


def lowest_common(units: Iterable[str], parents: Mapping[str, str | None]) -> str | None:
    """The lowest unit above all of them, None where there is none."""
    chains = [superiors(unit, parents) for unit in units]
    return next((code for code in chains[0] if all(code in chain for chain in chains)), None)


def superiors(unit: str, parents: Mapping[str, str | None]) -> list[str]:
    """The units above one, from below."""
    found: list[str] = []
    at = parents.get(unit)
    while at is not None and at not in found:
        found.append(at)
        at = parents.get(at)
    return found


def below(unit: str, superior: str, parents: Mapping[str, str | None]) -> bool:
    """Whether a unit is another or stands below it, which then cannot be put below the unit."""
    return superior in (unit, *superiors(unit, parents))
