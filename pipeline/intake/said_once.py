"""What every sheet of a file says alike is told once, on the first, with the places of the rest."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.domain.finding import Finding, Place

OF_THE_LINES = ("unknown-org-unit", "ambiguous-org-unit", "unit-by-alias", "unit-line-unknown",
                "period-line-unknown")  # fmt: skip
ALSO = "also"
"""The detail that has the other places: one ``sheet!cell`` a line."""
MOST_NAMED = 5


def told_once(findings: Sequence[Finding]) -> list[Finding]:
    """Put findings about the same name of a unit or a period together, where each sheet has it
    once.

    A name that stands twice on a sheet is in its rows, each of which is somebody's: those stay.
    """
    alike: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in findings:
        if finding.slug in OF_THE_LINES:
            alike.setdefault((finding.slug, finding.got), []).append(finding)
    told: dict[int, Finding] = {}
    for group in alike.values():
        sheets = list(dict.fromkeys(one.place.sheet or "" for one in group))
        if len(sheets) == len(group):
            told[id(group[0])] = on_all(group)
        else:
            told |= {id(one): on_all([one]) for one in group}
    kept = (told.get(id(f)) if f.slug in OF_THE_LINES else f for f in findings)
    return [finding for finding in kept if finding is not None]


def on_all(group: Sequence[Finding]) -> Finding:
    """The first of findings that are alike, naming the sheets of all."""
    details = sheets_named([one.place.sheet or "" for one in group])
    others = [f"{one.place.sheet}!{one.place.cell}" for one in group[1:]]
    if others:
        details[ALSO] = "\n".join(others)
    return replace(group[0], details=group[0].details | details)


def sheets_named(sheets: Sequence[str]) -> dict[str, str]:
    """Sheets as the details of a finding: the first few, and how many there are."""
    named, more = sheets[:MOST_NAMED], len(sheets) - MOST_NAMED
    return {
        "sheets_zh": ("、".join(named) or "—") + (f"等 {len(sheets)} 张表" if more > 0 else ""),
        "sheets_en": (", ".join(named) or "—") + (f" and {more} more" if more > 0 else ""),
    }


def at_each_place(finding: Finding) -> list[Finding]:
    """A finding at its own place and at every other one it speaks of."""
    found = [finding]
    for line in finding.details.get(ALSO, "").splitlines():
        sheet, _, cell = line.rpartition("!")
        found.append(replace(finding, place=Place(finding.place.file, sheet, cell)))
    return found
