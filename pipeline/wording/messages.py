"""A finding in words: where, what, what stood there, what to do.

Placeholders in the sentences are filled from ``finding.details``. ``{label}`` looks for
``label_zh`` or ``label_en`` of the reader's language first, then for ``label``. The finding's
own ``{got} {file} {sheet} {cell} {line} {form} {section} {field} {unit} {period} {rule}`` are
known too, unless details say otherwise. A placeholder that nothing fills becomes ``…``.
``{count:unit is|units are}`` is the first of its words where ``{count}`` says one, else the second.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.domain.finding import Finding, Place
from pipeline.domain.form import Severity
from pipeline.domain.noun import Bilingual, Language
from pipeline.wording.catalogue import Entry, catalogue
from pipeline.wording.numbers import ONE

__all__ = [
    "Entry",
    "Sentence",
    "UnknownSlugError",
    "as_line",
    "catalogue",
    "fill",
    "in_number",
    "render",
]

PLACEHOLDER = re.compile(r"\{(\w+)\}")
COUNTED = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")
UNFILLED = "…"
OWN = ("got", "form", "section", "unit", "period", "rule")
OF_PLACE = ("file", "sheet", "cell", "line")
GOT = Bilingual(zh="（填的是 {got}）", en=" (got {got})")
WITHOUT_WORDS = Bilingual(zh="发现问题：{slug}。", en="Finding: {slug}.")
WITHOUT_ADVICE = Bilingual(zh="请核对此处。", en="Please check this place.")


class UnknownSlugError(KeyError):
    """No area of the catalogue has the slug."""


@dataclass(frozen=True)
class Sentence:
    """A finding as one reader sees it."""

    place: str
    what: str
    got: str | None
    do: str
    slug: str
    severity: Severity


def render(finding: Finding, language: Language, strict: bool = False) -> Sentence:
    """Return the finding in words. With ``strict``, raises UnknownSlugError for an unknown slug."""
    entry = catalogue().get(finding.slug)
    if entry is None and strict:
        raise UnknownSlugError(finding.slug)
    what = entry.what if entry else WITHOUT_WORDS
    do = entry.do if entry else WITHOUT_ADVICE
    values = values_of(finding)
    return Sentence(
        place=place_text(finding.place),
        what=fill(what.in_language(language), values, language),
        got=finding.got,
        do=fill(do.in_language(language), values, language),
        slug=finding.slug,
        severity=finding.severity,
    )


def as_line(finding: Finding, language: Language, strict: bool = False) -> str:
    """Return ``where › what（填的是 …）› what to do`` on one line."""
    sentence = render(finding, language, strict)
    what = sentence.what
    if sentence.got and not mentions(what, sentence.got):
        what = what.rstrip("。.") + GOT.in_language(language).format(got=sentence.got)
    return " › ".join((sentence.place, what, sentence.do))


def mentions(text: str, got: str) -> bool:
    """Whether the text already says what stood there (``12`` is not mentioned by ``128``)."""
    return re.search(rf"(?<![\w.,−-]){re.escape(got)}(?![\w%]|[.,]\d)", text, re.ASCII) is not None


def place_text(place: Place) -> str:
    """Return ``file › sheet › cell`` or ``file:line``."""
    if place.line is not None:
        return f"{place.file}:{place.line}"
    return " › ".join(part for part in (place.file, place.sheet, place.cell) if part)


def in_number(text: str, values: Mapping[str, str]) -> str:
    """Return ``text`` with the words that follow a number in the singular where it says one.

    Without ``values`` they stand in the plural, as where a sentence is quoted with its gaps.
    """
    return COUNTED.sub(lambda m: m[2] if values.get(m[1]) in ONE else m[3], text)


def fill(text: str, values: dict[str, str], language: Language) -> str:
    """Return ``text`` with its placeholders filled; unknown ones never raise."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        return values.get(f"{name}_{language}") or values.get(name) or UNFILLED

    return PLACEHOLDER.sub(value, in_number(text, values))


def values_of(finding: Finding) -> dict[str, str]:
    """Return what the placeholders of a finding's sentences may name."""
    own = {name: getattr(finding, name) for name in OWN}
    own |= {name: getattr(finding.place, name) for name in OF_PLACE}
    own |= {"field": finding.field_id, "slug": finding.slug}
    known = {name: str(value) for name, value in own.items() if value is not None}
    return known | finding.details
