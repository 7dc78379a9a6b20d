"""Rules of what offices confirmed: it speaks of units there are, and never of two things."""

import re
import unicodedata
from collections.abc import Iterator

from pipeline.definitions.draft import Draft
from pipeline.definitions.spelling import suggestion
from pipeline.domain.finding import Finding


def confirmed_units_exist(draft: Draft) -> Iterator[Finding]:
    """The unit meant and the unit that confirmed it are in the list of units."""
    codes = {unit.code for unit in draft.org_units} if draft.unit_aliases else set()
    for alias, place in draft.unit_aliases:
        for column in ("unit", "confirmed_by") if alias.holds else ():
            code = getattr(alias, column)
            if code not in codes:
                near = suggestion(code, codes, at_most=4)
                details = {"column": column, "suggestion": near}
                yield Finding("confirmed-unit-unknown", "error", place, code, details)


def aliases_mean_one_unit(draft: Draft) -> Iterator[Finding]:
    """A confirmed alias is no other unit's code, name or alias."""
    holding = [(alias, place) for alias, place in draft.unit_aliases if alias.holds]
    owners: dict[str, set[str]] = {}
    for unit in draft.org_units if holding else ():
        for name in (unit.code, unit.name.zh, unit.name.en, *unit.aliases):
            owners.setdefault(folded(name), set()).add(unit.code)
    for alias, place in holding:
        mine = owners.setdefault(folded(alias.alias), set())
        if others := mine - {alias.unit}:
            details = {"word": alias.alias, "one": min(others), "other": alias.unit}
            yield Finding("alias-of-two-units", "error", place, alias.alias, details)
        mine.add(alias.unit)


def folded(word: str) -> str:
    """A name as names are compared: width, case and spaces do not count."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", word)).casefold()
