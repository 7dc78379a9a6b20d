"""Indicators computed part by part, as a large warehouse needs it, are those computed at once."""

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings

from pipeline.indicators import compute
from pipeline.indicators.compute import AFTER_ALL, FIRST_UNIT, parts_of, value_indicators
from pipeline.indicators.rebuild import rebuild
from pipeline.indicators.terms import collect_terms

from .engine import FIGURES, ONE_THREAD, fill
from .worlds import Invented, worlds

FEW = 40
"""Measures of a part: several units' worth, and many parts a world."""


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(worlds())
def test_parts_make_the_whole(invented: Invented) -> None:
    catalogue = invented.catalogue
    with duckdb.connect(config=ONE_THREAD) as connection, pytest.MonkeyPatch.context() as patched:
        fill(connection, catalogue, invented.reports)
        rebuild(connection, catalogue)
        whole = connection.execute(f"{FIGURES} order by all").fetchall()
        terms = collect_terms(catalogue)
        tables = {table for table, _, _ in terms.measures.values()}
        connection.execute("delete from indicator_value")
        patched.setattr(compute, "MOST_ROWS", FEW)
        value_indicators(connection, terms, tables)
        parts = parts_of(connection)
        assert connection.execute(f"{FIGURES} order by all").fetchall() == whole
    units = {unit.code for unit in catalogue.org_units}
    assert parts[0][0] == FIRST_UNIT
    assert parts[-1][1] == AFTER_ALL
    assert len(parts) > 1 or len(units) == 1
    assert [end for _, end in parts[:-1]] == [first for first, _ in parts[1:]]
