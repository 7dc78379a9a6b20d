"""Rules of boundaries: each is of a unit there is, and of no other; what is not is left out."""

import unicodedata
from collections.abc import Iterator

from pipeline.definitions.boundaries_file import Area, BoundariesFile
from pipeline.definitions.draft import Draft
from pipeline.definitions.spelling import suggestion
from pipeline.domain.boundary import Boundary
from pipeline.domain.finding import Finding


def boundaries_are_of_units(draft: Draft) -> Iterator[Finding]:
    """Every area belongs to one unit of the roster, and no unit has two."""
    if draft.boundaries:
        yield from resolve(draft)[1]


def resolve(draft: Draft) -> tuple[dict[str, Boundary], list[Finding]]:
    """Return the boundaries by unit, and what is wrong between them and the roster."""
    owners = units_by_name(draft) if draft.boundaries else {}
    found: dict[str, Boundary] = {}
    first: dict[str, Area] = {}
    findings: list[Finding] = []
    for file in draft.boundaries:
        for area in file.areas:
            unit = owner(area, draft, owners)
            if isinstance(unit, Finding):
                findings.append(unit)
            elif unit in found:
                before = first[unit].place
                details = {"code": unit, "first": f"{before.file} › {before.sheet}"}
                findings.append(Finding("boundary-twice", "warning", area.place, unit, details))
            else:
                found[unit], first[unit] = boundary(file, area, unit), area
    return found, findings


def boundary(file: BoundariesFile, area: Area, unit: str) -> Boundary:
    """The area as the unit's own, with what its file says of it."""
    return Boundary(unit=unit, rings=area.rings, approval=file.approval, source=file.source,
                    is_schematic=file.is_schematic)  # fmt: skip


def units_by_name(draft: Draft) -> dict[str, set[str]]:
    """What units are called → their codes."""
    owners: dict[str, set[str]] = {}
    for unit in draft.org_units:
        for name in (unit.name.zh, unit.name.en, *unit.aliases):
            owners.setdefault(folded(name), set()).add(unit.code)
    for alias, _ in draft.unit_aliases:
        if alias.holds:
            owners.setdefault(folded(alias.alias), set()).add(alias.unit)
    return owners


def owner(area: Area, draft: Draft, owners: dict[str, set[str]]) -> str | Finding:
    """The code of the unit an area belongs to, or why there is none."""
    if area.code:
        if area.code in draft.unit_versions:
            return area.code
        near = suggestion(area.code, draft.unit_versions, at_most=4)
        return unknown(area, area.code, near)
    codes = sorted(owners.get(folded(area.name), ()))
    if len(codes) == 1:
        return codes[0]
    if codes:
        details = {"codes": ", ".join(codes[:4])}
        return Finding("boundary-of-several", "warning", area.place, area.name, details)
    names = {unit.name.zh for unit in draft.org_units}
    return unknown(area, area.name, suggestion(area.name, names, at_most=4))


def unknown(area: Area, got: str, near: str) -> Finding:
    """No unit of the roster is called so."""
    return Finding("boundary-unit-unknown", "warning", area.place, got, {"suggestion": near})


def folded(name: str) -> str:
    """A name as it is compared."""
    return unicodedata.normalize("NFKC", name).strip().casefold()
