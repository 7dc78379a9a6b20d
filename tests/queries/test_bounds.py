"""Bounds while reports are missing, worked out by hand on small worlds."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import cast

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.domain.noun import Bilingual
from pipeline.domain.period import parse_period
from pipeline.queries.answers import PeriodRef
from pipeline.queries.bounds import Bounds, bounds
from pipeline.warehouse.reader import Reader
from tests.indicators.engine import compute
from tests.indicators.small_catalogue import catalogue, definitions
from tests.indicators.test_missing_and_closed import A, B, P, book, unit
from tests.oracle import Report

C = unit("C")
QUARTERS = ("2023Q1", "2023Q2", "2023Q3", "2023Q4", "2024Q1")


class Open:
    """A reader over tables that were computed just now."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection, self.data = connection, Path()

    def rows(self, sql: str, parameters: object = ()) -> list[tuple[object, ...]]:
        return self.connection.execute(sql, parameters or None).fetchall()


@contextmanager
def computed(reports: Sequence[Report], *names: str) -> Iterator[Reader]:
    with duckdb.connect() as connection:
        compute(connection, catalogue((P, A, B, C), "P", *names), reports)
        yield cast("Reader", Open(connection))


def members(code: str, *values: int | None, staff: int | None = None) -> list[Report]:
    """A unit's quarters from 2023Q1; None: not reported."""
    more = {} if staff is None else {"staff": staff}
    return [
        book(code, quarter, members=value, **more)
        for quarter, value in zip(QUARTERS, values, strict=False)
        if value is not None
    ]


def period(code: str) -> PeriodRef:
    at = parse_period(code, definitions().calendars)
    return PeriodRef(code, Bilingual(zh=code, en=code), at.kind, at.calendar, at.start, at.end)


def asked(reports: Sequence[Report], indicator: str, code: str) -> Bounds | None:
    found = definitions().indicators[indicator]
    with computed(reports, indicator) as reader:
        return bounds(reader, [found], ["P"], period(code)).get(
            (indicator, found.family or "default", "P")
        )


STEADY = members("C", 1, 1, 1, 1, 1) + members("A", 50, 50, 50, 50, 50)


def test_a_count_lies_between_the_least_and_the_greatest_change_of_the_missing_unit() -> None:
    # B rose by a tenth and fell by a tenth; 51 came from the others
    reports = STEADY + members("B", 100, 110, 99)
    assert asked(reports, "members", "2023Q4") == Bounds(Decimal("140.1"), Decimal("159.9"), 1)
    assert asked(reports, "members", "2023Q3") is None


def test_every_period_that_is_missing_widens_the_bounds() -> None:
    reports = STEADY + members("B", 100, 110, 99)
    # 99 × 0.9 × 0.9 and 99 × 1.1 × 1.1
    assert asked(reports, "members", "2024Q1") == Bounds(Decimal("131.19"), Decimal("170.79"), 1)


def test_what_always_rose_may_also_have_stood_still() -> None:
    reports = STEADY + members("B", 100, 110, 121)
    assert asked(reports, "members", "2023Q4") == Bounds(Decimal(172), Decimal("184.1"), 1)


def test_a_unit_with_one_change_borrows_the_range_of_all() -> None:
    reports = members("A", 50, 50, 50) + members("C", 1, 1, 1) + members("B", 100, 110)
    found = asked(reports, "members", "2023Q3")
    # of 1, 1, 1.1 (the changes up to 2023Q2) place 1.95 lies 0.95 of the way from 1 to 1.1
    assert found == Bounds(Decimal(161), Decimal("171.45"), 1)


def test_a_rate_has_the_missing_denominator_and_any_numerator() -> None:
    reports = members("A", 50, 50, 50, 50, staff=80) + members("C", 1, 1, 1, 1, staff=20)
    reports += members("B", 100, 110, 99, staff=200)
    found = asked(reports, "density", "2023Q4")
    # 51 of 300 to 251 of 300
    assert found is not None
    assert (round(found.low, 6), round(found.high, 6)) == (17, Decimal("83.666667"))


@pytest.mark.parametrize(
    ("reports", "indicator"),
    [
        (members("A", 1, 1, 1, 1) + members("C", 1, 1, 1, 1), "members"),  # B never reported
        (STEADY + members("B", 1, 1, 1, 1), "members"),  # nobody is missing
        (STEADY + members("B", 100, 110, 99), "people_reached"),  # a flow
        (members("A", 9, 9, 9, 9, staff=8) + members("C", 1, 1, 1, 1, staff=2)
         + members("B", 1, 1, 1, staff=2), "density"),  # more members than staff
    ],
)  # fmt: skip
def test_nothing_is_said_of_what_is_not_known(reports: list[Report], indicator: str) -> None:
    assert asked(reports, indicator, "2023Q4") is None


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(1, 60), min_size=3, max_size=4), st.integers(0, 90))
def test_the_query_is_the_rule_in_plain_python(values: list[int], others: int) -> None:
    reports = members("B", *values) + members("A", *[others] * 5) + members("C", *[0] * 5)
    code = QUARTERS[len(values)]
    ratios = [Decimal(b) / a for a, b in pairwise(values)]
    low = others + values[-1] * min(*ratios, Decimal(1))
    high = others + values[-1] * max(*ratios, Decimal(1))
    found = asked(reports, "members", code)
    assert found is not None
    assert abs(found.low - low) < Decimal("0.00001")
    assert abs(found.high - high) < Decimal("0.00001")
