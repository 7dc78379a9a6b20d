"""Whose reports a file was read as, and which reports of theirs it does not have."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.noun import Language
from pipeline.domain.period import parse_period
from pipeline.reports.owing import forms_of, owes
from pipeline.wording.phrases import phrase

Key = tuple[str, str, str]
"""form, unit, period"""
NAMED = 3
"""So many forms of a file are named; of more it is said how many they are, and of how many."""
LISTED = 10
"""So many units of one file are told of; the number of the others is said."""


@dataclass(frozen=True)
class ReportsRead:
    """The reports of one unit for one period, by title; ``whole``: the file has all that are owed.

    ``before``: not in the file, and accepted earlier. ``lacking``: not in the file, and still to be
    sent; both are empty where it is not known what has been accepted, and ``absent`` has them.
    """

    unit: str
    unit_name: str
    period: str
    forms: tuple[str, ...]
    whole: bool = False
    before: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


def reports_read(
    keys: Iterable[Key], catalogue: Catalogue, accepted: Collection[Key] | None, language: Language
) -> tuple[ReportsRead, ...]:
    """Return what a file was read as, in its order; ``accepted``: the reports that stand, None
    where nobody knows."""
    together: dict[tuple[str, str], list[str]] = {}
    for form, unit, period in keys:
        together.setdefault((unit, period), []).append(form)
    return tuple(
        of_unit(unit, period, forms, catalogue, accepted, language)
        for (unit, period), forms in together.items()
    )


def of_unit(
    unit: str, period: str, forms: list[str], catalogue: Catalogue,
    accepted: Collection[Key] | None, language: Language,
) -> ReportsRead:  # fmt: skip
    """What was read of one unit for one period, and what it owes beside that."""
    at = parse_period(period, catalogue.calendars)
    then = catalogue.units_at(at.end).get(unit)
    owed = forms_of(catalogue, then) if then is not None and owes(catalogue, then, at) else ()
    if then is not None and unit in catalogue.units_with_gaps:
        owed = ()  # it repeats a document, which has what it has
    missing = [form for form in owed if form not in forms]
    known = accepted is not None
    stands = [form for form in missing if known and (form, unit, period) in (accepted or ())]

    def titles(some: Iterable[str]) -> tuple[str, ...]:
        return tuple(catalogue.forms[form].title.in_language(language) for form in some)

    versions = catalogue.unit_versions(unit)
    named = then or (versions[-1] if versions else None)
    return ReportsRead(
        unit, named.name.in_language(language) if named else unit, at.label(language),
        titles(forms), bool(owed) and not missing, titles(stands),
        titles(form for form in missing if known and form not in stands),
        () if known else titles(missing),
    )  # fmt: skip


def lines_read(reads: Sequence[ReportsRead], language: Language) -> list[str]:
    """What a file was read as, a line for each unit, the first of them; then how many more."""
    lines = [in_words(read, language) for read in reads[:LISTED]]
    if len(reads) > LISTED:
        lines.append(phrase("answer.read_more", language, count=len(reads) - LISTED))
    return lines


def in_words(read: ReportsRead, language: Language) -> str:
    """One line of an answer."""

    def listed(key: str, titles: tuple[str, ...]) -> str:
        names = phrase("join.titles", language).join(titles)
        return phrase(key, language, forms=names) if titles else ""

    count = len(read.forms)
    owed = count + len(read.before) + len(read.lacking) + len(read.absent)
    told: dict[str, object] = {"forms": phrase("join.titles", language).join(read.forms)}
    key = "answer.read"
    if count > NAMED and (read.whole or owed > count):
        key = "answer.read_whole" if read.whole else "answer.read_part"
        told = {"count": count, "owed": owed}
    return "".join((
        phrase(key, language, unit=read.unit_name, period=read.period, **told),
        listed("answer.read_before", read.before),
        listed("answer.read_lacking", read.lacking),
        listed("answer.read_absent", read.absent),
    ))  # fmt: skip
