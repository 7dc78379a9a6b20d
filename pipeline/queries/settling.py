"""What a finding asks its office once for all files: whose a name is, what a heading means."""

import re
from collections.abc import Mapping

from pipeline.intake.labels import plain
from pipeline.queries.answers import UnitRef, UnknownHeading, UnknownName
from pipeline.queries.nouns import Nouns

NAMES = ("unknown-org-unit",)
OVER_A_TEMPLATE = "unit-line-unknown"
"""A name nobody knows on a template that says whose it is."""
HEADINGS = ("unknown-column", "unknown-item")
CUT = "…"
"""Ends a text of which only the beginning is stored; that is nobody's name."""
IN_BRACKETS = re.compile(r"（([^（）]+)）")


def asked(
    known: Nouns,
    slug: str,
    got: str | None,
    details: Mapping[str, str],
    unit: UnitRef | None,
    form: str | None,
) -> UnknownName | UnknownHeading | None:
    """What an open finding asks; None where nothing can be settled for other files too."""
    if slug in NAMES and got and not got.endswith(CUT):
        return UnknownName(got, alike(known, details.get("candidates", "")))
    if slug == OVER_A_TEMPLATE and got and unit is not None and is_nobodys(known, got):
        return UnknownName(got, (unit,))
    label = details.get("label", "")
    if slug in HEADINGS and label.strip() and unit is not None and form is not None:
        return UnknownHeading(unit, form, label)
    return None


def is_nobodys(known: Nouns, name: str) -> bool:
    """Whether a name could be settled: nobody has it, and it has not been settled since."""
    text = plain(name)
    return not name.endswith(CUT) and text not in known.aliases and text not in known.called


def alike(known: Nouns, said: str) -> tuple[UnitRef, ...]:
    """The units of a text that names each with its code in brackets behind it, as findings do."""
    codes = dict.fromkeys(code for code in IN_BRACKETS.findall(said) if code in known.units)
    return tuple(known.unit(code) for code in codes)
