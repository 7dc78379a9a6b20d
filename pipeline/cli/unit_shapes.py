"""The JSON of units found by words."""

from dataclasses import dataclass
from datetime import date

from pipeline.domain.noun import Language
from pipeline.queries.answers import FoundUnits


@dataclass(frozen=True)
class FoundUnitJson:
    """One entry of ``found``."""

    org_unit: str
    name: str
    superior: str | None
    superior_name: str | None
    said: str | None
    """the name, alias or code in which all the words stand"""
    ended: date | None
    begins: date | None


@dataclass(frozen=True)
class UnitsJson:
    """``units --json``: the first units found, and how many there are."""

    text: str
    found: tuple[FoundUnitJson, ...]
    total: int
    as_of: str | None = None
    tree: str = "then"


def units_json(text: str, answer: FoundUnits, language: Language) -> UnitsJson:
    """The units with their names in one language."""
    return UnitsJson(
        text,
        tuple(
            FoundUnitJson(
                one.unit.code, one.unit.name.in_language(language),
                one.superior.code if one.superior else None,
                one.superior.name.in_language(language) if one.superior else None,
                one.said, one.ended, one.begins,
            )
            for one in answer.units
        ),
        answer.total,
    )  # fmt: skip
