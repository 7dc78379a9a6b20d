"""A refresh after some changed reports leaves the very rows a full rebuild leaves."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from random import Random

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.org_unit import org_unit_of
from pipeline.domain.period import parse_period
from pipeline.indicators import refresh as refreshing
from pipeline.indicators.rebuild import rebuild
from pipeline.indicators.refresh import refresh
from pipeline.indicators.slices import Slice
from pipeline.warehouse.loading import mark_current
from tests.oracle import Report

from .engine import AT, add, fill
from .small_catalogue import catalogue as small_catalogue
from .small_catalogue import definitions
from .worlds import Invented, worlds

WORLDS = int(os.environ.get("WORLDS", "12"))
SCRIPT = files("pipeline.warehouse").joinpath("results.sql").read_text("utf-8")
RESULTS = (
    *re.findall(r"create or replace table (\w+)", SCRIPT), "system_reports", "system_targets",
)  # fmt: skip
EVERY = settings(
    max_examples=WORLDS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="WORLDS" not in os.environ,
)


@pytest.fixture(autouse=True)
def any_number_of_units(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small worlds too are refreshed, not rebuilt."""
    monkeypatch.setattr(refreshing, "SHARE", 1.0)


@EVERY
@given(worlds(), st.integers(0, 2**32), st.integers(1, 3))
def test_refreshed_is_what_rebuilt_is(invented: Invented, seed: int, count: int) -> None:
    die = Random(seed)
    reports = dressed(invented.reports, die)
    held_back = set(die.sample(range(len(reports)), min(count, len(reports))))
    later = [report for n, report in enumerate(reports) if n in held_back]
    first = [report for n, report in enumerate(reports) if n not in held_back]
    with duckdb.connect() as connection:
        fill(connection, invented.catalogue, first)
        rebuild(connection, invented.catalogue)
        for report in later:
            change(connection, invented.catalogue, report, die)
            if not refresh(connection, invented.catalogue):
                rebuild(connection, invented.catalogue)
        refreshed = everything(connection)
        rebuild(connection, invented.catalogue)
        assert differences(refreshed, everything(connection)) == {}


UNITS = tuple(
    org_unit_of({
        "code": code, "name": {"zh": code, "en": code}, "level": "leaf", "parent": above,
        "form_set": "all" if above else None, "frequency": "quarter" if above else None,
    })
    for code, above in (("R", None), ("A", "R"), ("B", "R"))
)  # fmt: skip


def book(unit: str, period: str, members: int, version: int = 1) -> Report:
    """A book of one unit with this many members."""
    at = parse_period(period, definitions().calendars)
    return Report("book", unit, at, version, True, {"main": ({"members": members},)})


def members_of(connection: duckdb.DuckDBPyConnection, unit: str, period: str) -> object:
    rows = connection.execute(
        "select numerator, numerator_carried from indicator_value where indicator = 'members'"
        " and segment = '' and unit = ? and period = ? and span = 'period'",
        [unit, period],
    ).fetchall()
    return rows[0] if rows else None


@pytest.fixture
def two_unions() -> Iterator[duckdb.DuckDBPyConnection]:
    """A: 10 in the first quarter, nothing since; B: 5 and 6."""
    with duckdb.connect() as connection:
        first = [book("A", "2024Q1", 10), book("B", "2024Q1", 5), book("B", "2024Q2", 6)]
        fill(connection, small_catalogue(UNITS, "R", "members"), first)
        rebuild(connection, small_catalogue(UNITS, "R", "members"))
        yield connection


def test_a_correction_reaches_the_superior_and_later_quarters_that_carry_it(
    two_unions: duckdb.DuckDBPyConnection,
) -> None:
    assert members_of(two_unions, "R", "2024Q1") == (15, None)
    assert members_of(two_unions, "R", "2024Q2") == (6, 10)
    catalogue = small_catalogue(UNITS, "R", "members")
    add(two_unions, catalogue, [book("A", "2024Q1", 12, version=2)])
    assert refresh(two_unions, catalogue)
    assert members_of(two_unions, "R", "2024Q1") == (17, None)
    assert members_of(two_unions, "R", "2024Q2") == (6, 12)


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[Slice]:
    """The slices that were computed, once for each time."""
    found: list[Slice] = []
    recompute = Slice.recompute

    def noted(part: Slice) -> None:
        found.append(part)
        recompute(part)

    monkeypatch.setattr(Slice, "recompute", noted)
    return found


def test_nothing_new_is_nothing_to_do(
    two_unions: duckdb.DuckDBPyConnection, computed: list[Slice]
) -> None:
    before = everything(two_unions)
    assert refresh(two_unions, small_catalogue(UNITS, "R", "members"))
    assert everything(two_unions) == before
    assert computed == []


def test_where_no_target_stands_otherwise_nothing_is_computed_twice(
    two_unions: duckdb.DuckDBPyConnection, computed: list[Slice]
) -> None:
    catalogue = small_catalogue(UNITS, "R", "members")
    add(two_unions, catalogue, [book("A", "2024Q1", 12, version=2)])
    assert refresh(two_unions, catalogue)
    assert members_of(two_unions, "R", "2024Q1") == (17, None)
    assert len(computed) == 1


@pytest.mark.parametrize("reason", ["definitions", "period", "units", "broken off"])
def test_what_is_not_local_is_left_to_a_rebuild(
    two_unions: duckdb.DuckDBPyConnection, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = small_catalogue(UNITS, "R", "members")
    period = "2024Q3" if reason == "period" else "2024Q1"
    if reason == "definitions":
        catalogue = replace(catalogue, digest="other")
    if reason == "units":
        monkeypatch.setattr(refreshing, "MOST_UNITS", 0)
    if reason == "broken off":
        two_unions.execute("delete from computed_from")
    add(two_unions, catalogue, [book("A", period, 12, version=2)])
    before = everything(two_unions)
    assert not refresh(two_unions, catalogue)
    assert everything(two_unions) == before


def change(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, report: Report, die: Random
) -> None:
    """One more report comes in, in time or late; now and then another one is withdrawn."""
    add(connection, catalogue, [report], AT - timedelta(days=die.randrange(400)), die.randrange(9))
    if die.randrange(4) == 0:
        ((last,),) = connection.execute("select max(submission) from submission").fetchall()
        chosen = die.randrange(1, last + 1)
        touched = connection.execute(
            "update submission set verdict = 'withheld' where submission = ?"
            " returning form, unit, period",
            [chosen],
        ).fetchall()
        mark_current(connection, touched)


def dressed(reports: Sequence[Report], die: Random) -> list[Report]:
    """The same reports, of whose figures a few are given roughly."""
    for report in reports:
        for rows in report.sections.values():
            for row in rows:
                if die.randrange(12) == 0:
                    row["approximate"] = ";".join(die.sample(sorted(row), min(2, len(row))))
    return list(reports)


def everything(connection: duckdb.DuckDBPyConnection) -> dict[str, Counter[tuple[object, ...]]]:
    """Every row of every result table."""
    return {table: Counter(connection.execute(f"from {table}").fetchall()) for table in RESULTS}


def differences(
    refreshed: dict[str, Counter[tuple[object, ...]]],
    rebuilt: dict[str, Counter[tuple[object, ...]]],
) -> dict[str, tuple[object, object]]:
    """Rows that only one of the two has, by table."""
    return {
        table: (refreshed[table] - rebuilt[table], rebuilt[table] - refreshed[table])
        for table in RESULTS
        if refreshed[table] != rebuilt[table]
    }
