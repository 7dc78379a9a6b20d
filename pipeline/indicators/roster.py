"""The dated roster: who owed which report. Who stood under whom is ``models/unit_tree.sql``.

The rows of units are only joined, in SQL; what is worked out here is as many as there are calendars
and roots.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.period import (
    Period,
    PeriodKind,
    parse_period,
    period_containing,
    previous,
)
from pipeline.indicators.models_runner import fresh_table, insert_columns, run_model

ALWAYS = date(1, 1, 1)
FOR_EVER = date(9999, 12, 31)
Spans = Mapping[str, tuple[date, date]]
"""Root → first and last day covered by any report below it."""
Owed = tuple[str, str, str, date, date]
"""Root, kind of period, the period's code, its first and its last day."""


def valid_from(unit: OrgUnit) -> date:
    """First day of this version."""
    return unit.valid_from or ALWAYS


def valid_to(unit: OrgUnit) -> date:
    """Last day of this version."""
    return unit.valid_to or FOR_EVER


def expect_reports(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Fill ``expected_report``: what the roster owes, in the periods in which the unit's root has
    reports at all.
    """
    name_owing(connection, catalogue)
    units = catalogue.roster or catalogue.org_units
    kinds = {unit.frequency for unit in units if unit.frequency}
    periods = [
        (root, kind, period.code, period.start, period.end)
        for root, span in days_reported(connection, catalogue).items()
        for kind in sorted(kinds)
        for period in periods_owed(kind, span, catalogue)  # type: ignore[arg-type]
    ]
    owe(connection, catalogue, periods)


def owe(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, periods: Sequence[Owed]
) -> None:
    """Add to ``expected_report`` what the units of ``owing`` owe in the periods of their root."""
    forms = [
        (name, form, catalogue.forms[form].due_days)
        for name, form_set in catalogue.product.form_sets.items()
        for form in form_set.forms
    ]
    fresh_table(connection, "form_due")
    insert_columns(connection, "form_due", forms)
    fresh_table(connection, "owed_period")
    insert_columns(connection, "owed_period", periods)
    run_model(connection, "expected_report")


def name_owing(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Fill ``owing``: the versions of units that owe reports; today's tree leaves debts alone."""
    fresh_table(connection, "owing")
    if catalogue.roster is None:
        connection.execute(
            "insert into owing select unit, form_set, frequency, valid_from, valid_to from org_unit"
            " where form_set is not null and frequency is not null"
        )
        return
    rows = [
        (unit.code, unit.form_set, unit.frequency, valid_from(unit), valid_to(unit))
        for unit in catalogue.roster
        if unit.form_set and unit.frequency
    ]
    insert_columns(connection, "owing", rows)


def days_reported(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> Spans:
    """The days of which any report counts, by root: in an extract by the root that stands above."""
    rows = connection.execute(
        "select root, min(starts), max(ends) from report join unit_root using (unit) group by root"
    ).fetchall()
    found = {root: (first, last) for root, first, last in rows}
    for tops, periods in reported_outside(catalogue):
        days = [found[root] for root in tops if root in found]
        days += [(period.start, period.end) for period in periods]
        if days:
            span = min(first for first, _ in days), max(last for _, last in days)
            found |= dict.fromkeys(tops, span)
    return found


def reported_outside(catalogue: Catalogue) -> list[tuple[tuple[str, ...], list[Period]]]:
    """In an extract: roots here that have one root where all is known → the periods of which a
    report that is not here counts below that."""
    tops = catalogue.outside.tops if catalogue.outside else ()
    calendars = catalogue.calendars
    return [(one.units, [parse_period(code, calendars) for code in one.reported]) for one in tops]


def periods_owed(
    kind: PeriodKind, span: tuple[date, date], catalogue: Catalogue
) -> Iterator[Period]:
    """The periods that touch the days, latest first."""
    key, calendar = next(iter(catalogue.product.calendars.items()))
    period = period_containing(span[1], kind, key, calendar)
    while period.end >= span[0]:
        yield period
        period = previous(period, calendar)
