"""A unit on a day; for one that was closed by then, when that was and where it went."""

from datetime import date

from pipeline.definitions.catalogue import Catalogue, is_valid
from pipeline.domain.noun import Language
from pipeline.domain.org_unit import OrgUnit
from pipeline.queries.nouns import NotFound
from pipeline.wording.phrases import phrase


class NotInBeing(NotFound):
    """The unit is known, but had closed, or not begun, by the day asked for."""

    def __init__(self, unit: OrgUnit, key: str, day: date | None, into: OrgUnit | None) -> None:
        LookupError.__init__(self, unit.code)
        self.code, self.near = unit.code, [into.code] if into else []

        def said(language: Language) -> str:
            whither = (
                {"successor": into.name.in_language(language), "into": into.code} if into else {}
            )
            name = unit.name.in_language(language)
            return phrase(key, language, code=unit.code, name=name, day=day, **whither)

        self.message_zh, self.message_en = said("zh"), said("en")


def unit_on(catalogue: Catalogue, code: str, day: date) -> OrgUnit:
    """The unit as it is on a day. Raises NotFound; NotInBeing where it was there on other days.

    Where it was merged, the successor named is the one in being on that day, if there is one.
    """
    versions = catalogue.unit_versions(code)
    for unit in versions:
        if is_valid(unit, day):
            return unit
    if not versions:
        raise NotFound.unit(code, [unit.code for unit in catalogue.org_units])
    ended = [unit for unit in versions if unit.valid_to is not None and unit.valid_to < day]
    if not ended:
        raise NotInBeing(versions[0], "unit.opens", versions[0].valid_from, None)
    into = successor_of(catalogue, ended[-1], day)
    raise NotInBeing(ended[-1], "unit.merged" if into else "unit.closed", ended[-1].valid_to, into)


def successor_of(catalogue: Catalogue, unit: OrgUnit, day: date) -> OrgUnit | None:
    """Who took a closed unit in, and whoever took that one in, up to one in being on the day."""
    found, seen = None, {unit.code}
    while unit.merged_into is not None and unit.merged_into not in seen:
        seen.add(unit.merged_into)
        versions = catalogue.unit_versions(unit.merged_into)
        if not versions:
            break
        unit = found = next((one for one in versions if is_valid(one, day)), versions[-1])
        if is_valid(unit, day):
            break
    return found
