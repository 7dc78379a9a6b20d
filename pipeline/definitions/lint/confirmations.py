"""Rules of what offices confirmed: it speaks of units there are, and never of two things."""

import re
import unicodedata
from collections.abc import Iterator

from pipeline.definitions.draft import Draft
from pipeline.definitions.spelling import suggestion
from pipeline.domain.confirmation import SHARED_SENDERS
from pipeline.domain.finding import Finding

NO_UNIT, SHARED = "synonym-of-no-unit", "synonym-of-many"


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


def synonyms_name_fields(draft: Draft) -> Iterator[Finding]:
    """A confirmed heading means a field there is; the unit that confirmed it exists."""
    codes = {unit.code for unit in draft.org_units} if draft.column_synonyms else set()
    for one, place in draft.column_synonyms:
        form = draft.forms.get(one.form)
        if not one.holds or (form is None and ("form", one.form) in draft.broken):
            continue
        section = form.sections.get(one.section) if form else None
        told = (
            ("form", one.form, sorted(draft.forms), form),
            ("section", one.section, sorted(form.sections) if form else [], section),
            ("field", one.field, sorted(section.fields) if section else [],
             section and section.fields.get(one.field)),
            ("confirmed_by", one.confirmed_by, sorted(codes), one.confirmed_by in codes or None),
        )  # fmt: skip
        for column, got, known, found in told:
            if found is None:
                details = {"column": column, "suggestion": suggestion(got, known)}
                yield Finding("synonym-of-nothing", "error", place, got, details)
                break


def synonyms_have_a_sender(draft: Draft) -> Iterator[Finding]:
    """A confirmed heading is a unit's; or that of a name files come in under, which is remarked on,
    as only the archive knows these names. It is never that of a name shared by many."""
    holding = [(one, place) for one, place in draft.column_synonyms if one.holds]
    codes = {unit.code for unit in draft.org_units} if holding else set()
    named = {folded(unit.name.zh): unit.code for unit in draft.org_units} if holding else {}
    for one, place in holding:
        if one.sender in SHARED_SENDERS:
            yield Finding(SHARED, "error", place, one.sender)
        elif one.sender not in codes:
            near = named.get(folded(one.sender)) or suggestion(one.sender, sorted(codes), 4)
            yield Finding(NO_UNIT, "warning", place, one.sender, {"suggestion": near})


def synonyms_mean_one_field(draft: Draft) -> Iterator[Finding]:
    """A confirmed heading is no heading of the form itself, and means one field to its sender."""
    first: dict[tuple[str, str, str, str], str] = {}
    for one, place in draft.column_synonyms:
        form = draft.forms.get(one.form)
        section = form.sections.get(one.section) if form else None
        if not one.holds or section is None:
            continue
        word = folded(one.label)
        for field_id, asked in section.fields.items():
            own = (field_id, asked.label.zh, asked.label.en, *asked.aliases)
            if word in map(folded, own) and field_id != one.field:
                details = {"word": one.label, "one": field_id, "other": one.field}
                yield Finding("synonym-of-two-fields", "error", place, one.label, details)
        before = first.setdefault((one.sender, one.form, one.section, word), one.field)
        if before != one.field:
            details = {"word": one.label, "one": before, "other": one.field}
            yield Finding("synonym-of-two-fields", "error", place, one.label, details)


def folded(word: str) -> str:
    """A name as names are compared: width, case and spaces do not count."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", word)).casefold()
