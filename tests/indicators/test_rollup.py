"""The roll-up straight to superiors gives what the engine gives by way of each unit."""

import os
from decimal import Decimal

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.rollup import ADDITIVE, Placed, first_sums, roll_up, run_model
from pipeline.domain.indicator import Measure
from pipeline.indicators.rebuild import rebuild
from pipeline.indicators.terms import Terms, collect_terms
from tests.oracle import Report

from .engine import fill
from .small_catalogue import catalogue as catalogue_of
from .worlds import Invented, worlds

STORED = """
select v.measure, v.unit, v.win, v.value
from measure_value as v
join time_window as win using (win)
join unit_tree as tree on tree.unit = v.unit and tree.day = win.ends
where tree.has_children and win.span = 'period' and v.value is not null
  and win.period in (select period from submission) and v.measure in (select unnest(?::integer[]))
"""
EVERY = settings(
    max_examples=int(os.environ.get("WORLDS", "10")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="WORLDS" not in os.environ,
)


Sums = dict[tuple[int, str, int], Decimal]
"""measure, unit, window → sum"""


def quarterly(invented: Invented) -> list[Report]:
    """Reports of quarters, with a row for a card; only windows that are a report's own period are
    rolled up this way."""
    return [
        report
        for report in invented.reports
        if report.period.kind == "quarter"
        and (report.form != "book" or report.sections.get("main"))
    ]


def stored(connection: duckdb.DuckDBPyConnection, measures: list[int]) -> Sums:
    """What the engine has stored of superiors."""
    rows = connection.execute(STORED, [measures]).fetchall()
    return {(measure, unit, win): value for measure, unit, win, value in rows}


def rolled(connection: duckdb.DuckDBPyConnection) -> Sums:
    """The wide rows, one by one, of units that have others below them."""
    rows = connection.execute(
        "select cast(substr(name, 2) as integer), r.unit, r.win, r.value from ("
        "unpivot (select * exclude (reports) from rolled_up) on columns('^m[0-9]+$')"
        " into name name value value) as r join time_window as win using (win)"
        " join unit_tree as tree on tree.unit = r.unit and tree.day = win.ends"
        " where tree.has_children"
    ).fetchall()
    return {(measure, unit, win): value for measure, unit, win, value in rows}


def test_other_measures_are_refused() -> None:
    catalogue = catalogue_of((), "R", "partners")
    (measure,) = catalogue.indicators["partners"].numerator
    section = Placed("book", catalogue.forms["book"].sections["deals"].fields, ())
    with pytest.raises(ValueError, match="not a sum"):
        first_sums(section, [(1, measure, "")])


def additive(terms: Terms, way: str) -> list[tuple[int, Measure, str]]:
    """Measures of the card that are sums of rows."""
    return [
        (number, measure, segment)
        for number, (table, measure, segment) in terms.measures.items()
        if table == "book" and measure.over_time == way and measure.aggregate in ADDITIVE
    ]


@EVERY
@given(worlds())
def test_superiors_have_the_same_sums_either_way(invented: Invented) -> None:
    with duckdb.connect() as connection:
        fill(connection, invented.catalogue, quarterly(invented))
        rebuild(connection, invented.catalogue)
        run_model(connection, "unit_place")
        form = invented.catalogue.forms["book"]
        attributes = invented.catalogue.product.attributes
        for way in ("last", "sum"):
            asked = additive(collect_terms(invented.catalogue), way)
            if not asked:
                continue
            section = Placed("book", form.sections["main"].fields, attributes)
            sql = first_sums(section, asked)
            section.place(connection)
            section.count(connection, way, sql)
            roll_up(connection, sql)
            assert rolled(connection) == stored(connection, [n for n, *_ in asked])
