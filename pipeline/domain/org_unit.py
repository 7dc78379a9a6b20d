"""OrgUnit: who reports, and who superintends those who report; dated."""

from datetime import date

from pipeline.domain.noun import Bilingual, Noun


class OrgUnit(Noun):
    """One version of an org unit, valid from ``valid_from`` up to and including ``valid_to``.

    A unit that moves, is renamed or changes what it reports has several versions with the same
    ``code``. ``merged_into`` says where a closed unit's members went; ``split_from`` is said of
    each part of a unit that was split. ``form_set`` and
    ``frequency`` say what is expected of it (empty: it does not report itself).
    """

    code: str
    name: Bilingual
    level: str
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    merged_into: str | None = None
    split_from: str | None = None
    form_set: str | None = None
    frequency: str | None = None
    attributes: dict[str, str] = {}
    aliases: tuple[str, ...] = ()
    generated: bool = False
