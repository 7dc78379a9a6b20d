"""Figures computed part by part, as a large warehouse needs it, are those computed at once."""

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings

from pipeline.indicators import compute
from pipeline.indicators.compute import AFTER_ALL, FIRST_UNIT, MEASURES, REPORTS, parts_of
from pipeline.indicators.rebuild import rebuild

from .engine import FIGURES, ONE_THREAD, fill
from .worlds import Invented, worlds

ALL = {
    "figures": FIGURES,
    "measures": "select measure, unit, win, value, carried from measure_value",
}


def computed(connection: duckdb.DuckDBPyConnection, invented: Invented) -> dict[str, list[object]]:
    """What a rebuild leaves, in an order of its own."""
    rebuild(connection, invented.catalogue)
    return {name: connection.execute(f"{sql} order by all").fetchall() for name, sql in ALL.items()}


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(worlds())
def test_parts_make_the_whole(invented: Invented) -> None:
    with duckdb.connect(config=ONE_THREAD) as connection, pytest.MonkeyPatch.context() as patched:
        fill(connection, invented.catalogue, invented.reports)
        whole = computed(connection, invented)
        patched.setattr(compute, "MOST_REPORTS", 4)
        patched.setattr(compute, "MOST_MEASURES", 40)
        assert computed(connection, invented) == whole


@pytest.mark.parametrize("counting", [REPORTS, MEASURES])
def test_every_unit_lies_in_one_part(counting: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "create table unit_tree as select 'U' || i as unit from range(12) as r(i);"
            " create table measure as select 1 as measure, 'book' as tbl;"
            " create table report as select 'book' as tbl from range(7);"
            " create table measure_value as select 1 as measure from range(7);"
            " create table indicator_term as select 'all' as indicator, 1 as measure;"
            " create table this_pass as select 1 as measure;"
            " create table wanted_indicator as select 'all' as indicator"
        )
        parts, inside = 0, 0
        for following in parts_of(connection, counting, 2):
            parts += 1
            ((first, after, units),) = connection.execute(
                "select getvariable('first_unit'), getvariable('next_unit'), count(*)"
                " from unit_tree"
                " where unit >= getvariable('first_unit') and unit < getvariable('next_unit')"
            ).fetchall()
            assert after == following
            assert (first == FIRST_UNIT) == (parts == 1)
            inside += units
        assert (parts, inside, after) == (4, 12, AFTER_ALL)
