"""OrgUnit: who reports, and who superintends those who report; dated.

A country has millions of units, each held in memory as long as the catalogue. So they are plain
objects with slots and not checked models like the other nouns; what has not been checked yet goes
through ``org_unit_of``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter

from pipeline.domain.noun import Bilingual, Language


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit's name in Chinese and in English."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the name for a reader of ``language``."""
        return self.zh if language == "zh" else self.en

    def as_text(self) -> Bilingual:
        """Return the same among the texts of definitions."""
        return Bilingual(zh=self.zh, en=self.en)


@dataclass(frozen=True, slots=True)
class OrgUnit:
    """One version of an org unit, valid from ``valid_from`` up to and including ``valid_to``.

    A unit that moves, is renamed or changes what it reports has several versions with the same
    ``code``. ``merged_into`` says where a closed unit's members went; ``split_from`` is said of
    each part of a unit that was split. ``form_set`` and
    ``frequency`` say what is expected of it (empty: it does not report itself). ``attributes``
    may be shared with other units and is not to be changed.
    """

    code: str
    name: UnitName
    level: str
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    merged_into: str | None = None
    split_from: str | None = None
    form_set: str | None = None
    frequency: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    generated: bool = False

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    def __reduce__(self) -> tuple[object, ...]:
        """Say how another process makes the same unit; the usual way takes longer."""
        name = self.name
        return _told, (
            name.zh, name.en, self.code, self.level, self.parent, self.valid_from, self.valid_to,
            self.merged_into, self.split_from, self.form_set, self.frequency, self.attributes,
            self.aliases, self.generated,
        )  # fmt: skip


def _told(zh: str, en: str, code: str, *more: object) -> OrgUnit:
    return OrgUnit(code, UnitName(zh, en), *more)  # type: ignore[arg-type]


@cache
def _checker() -> TypeAdapter[OrgUnit]:
    return TypeAdapter(OrgUnit)


def org_unit_of(said: Mapping[str, object]) -> OrgUnit:
    """Return the unit that is said by field names; dates may be text.

    Raises pydantic's ValidationError for what is missing, of another type, or no field.
    """
    return _checker().validate_python(dict(said))
