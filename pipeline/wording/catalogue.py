"""The catalogue of findings: what each slug says, kept in ``findings/<area>.yml``."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

import yaml

from pipeline.domain.form import Severity
from pipeline.domain.noun import Bilingual, Language

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Texts as they stand; in C where the library has it, which every start of the program feels."""
LANGUAGES: tuple[Language, ...] = ("zh", "en")
SEVERITIES = ("error", "explain", "warning")


class DuplicateSlugError(ValueError):
    """Two entries share one slug."""


@dataclass(frozen=True)
class Entry:
    """One slug: its sentences (``what`` and what to ``do``) and a lay description."""

    slug: str
    area: str
    severity: Severity
    what: Bilingual
    do: Bilingual
    lay: Bilingual


@cache
def catalogue() -> dict[str, Entry]:
    """Return every entry by slug, from all areas."""
    entries: dict[str, Entry] = {}
    for path in sorted(files("pipeline.wording").joinpath("findings").iterdir(), key=str):
        if not path.name.endswith(".yml"):
            continue
        for entry in read_area(path.name.removesuffix(".yml"), path.read_text(encoding="utf-8")):
            if entry.slug in entries:
                raise DuplicateSlugError(
                    f"{entry.slug}: {entries[entry.slug].area} and {entry.area}"
                )
            entries[entry.slug] = entry
    return entries


def read_area(area: str, text: str) -> list[Entry]:
    """Return the entries of one file."""
    given = yaml.load(text, Loader=LOADER) or {}
    return [
        Entry(
            slug=slug,
            area=area,
            severity=severity_of(slug, entry["severity"]),
            what=Bilingual(zh=entry["zh"]["what"], en=entry["en"]["what"]),
            do=Bilingual(zh=entry["zh"]["do"], en=entry["en"]["do"]),
            lay=Bilingual(**entry["lay"]),
        )
        for slug, entry in given.items()
    ]


def severity_of(slug: str, given: str) -> Severity:
    """Return the severity of an entry. Raises ValueError for a word that is none."""
    if given not in SEVERITIES:
        raise ValueError(f"{slug}: severity {given!r} is none of {', '.join(SEVERITIES)}")
    return cast(Severity, given)
