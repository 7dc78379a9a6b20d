"""Which reports the roster asks of a unit."""

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.period import Period


def forms_of(catalogue: Catalogue, unit: OrgUnit) -> tuple[str, ...]:
    """Return the forms a unit owes; none for a unit that only superintends."""
    return catalogue.product.form_sets[unit.form_set].forms if unit.form_set else ()


def owes(catalogue: Catalogue, unit: OrgUnit, period: Period) -> bool:
    """Return whether a unit owes reports for a period of this kind and calendar; what is filled in
    for another one is not accepted."""
    fitting = (period.kind, next(iter(catalogue.calendars)))
    by = unit.frequency
    return bool(unit.form_set) and (by is None or (by, period.calendar) == fitting)
