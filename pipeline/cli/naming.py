"""What units and periods are called by the definitions, before anything is published."""

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.noun import Language
from pipeline.domain.period import UnknownPeriod, parse_period


def unit_named(catalogue: Catalogue, unit: str, language: Language) -> str:
    """A unit with its code; its code alone where the roster does not have it."""
    versions = catalogue.unit_versions(unit)
    return f"{versions[-1].name.in_language(language)} {unit}" if versions else unit


def period_named(catalogue: Catalogue, period: str, language: Language) -> str:
    """A period; its code where no calendar has it any more."""
    try:
        return parse_period(period, catalogue.calendars).label(language)
    except UnknownPeriod:
        return period
