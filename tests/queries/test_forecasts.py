"""The forecast of a unit, from reports of five years."""

from decimal import Decimal
from typing import cast

import duckdb

from pipeline.indicators.rebuild import store_definitions
from pipeline.queries.answers import Forecast
from pipeline.queries.forecasts import forecast
from pipeline.queries.nouns import nouns
from pipeline.warehouse.reader import Reader
from tests.indicators.engine import compute
from tests.indicators.small_catalogue import catalogue, definitions
from tests.indicators.test_missing_and_closed import A, P, book
from tests.oracle import Report

from .test_bounds import Open


def asked(values: dict[str, int], code: str) -> Forecast | None:
    """The year's end of P, under which A alone reports members."""
    reports: list[Report] = [book("A", period, members=n) for period, n in values.items()]
    known = catalogue((P, A), "P", "members")
    with duckdb.connect() as connection:
        compute(connection, known, reports)
        store_definitions(connection, known)
        reader = Open(connection)
        reader.remembered = lambda read: read(reader)  # type: ignore[attr-defined]
        found = cast("Reader", reader)
        at = nouns(found).period(code)
        return forecast(found, definitions().indicators["members"], "P", at)


def quarters(first: int, last: int, step: int) -> dict[str, int]:
    """A stock that stands still through each year and grows in its last quarter."""
    return {
        f"{year}Q{q}": 100 + step * (year - first) + (step if q == 4 else 0)
        for year in range(first, last + 1)
        for q in (1, 2, 3, 4)
    }


def test_a_stock_that_grows_at_the_years_end_is_foreseen_to_do_so_again() -> None:
    known = quarters(2020, 2023, 40) | {"2024Q1": 260, "2024Q2": 270}
    told = asked(known, "2024Q2")
    # 2023 was tried from three quarters at P and at A, exactly right; the line stood still
    assert told is not None
    assert (told.value, told.low, told.high, told.cases, told.error) == (310, 310, 310, 6, 0)
    assert [p.code for p in told.ahead] == ["2024Q3", "2024Q4"]
    assert told.line == 260 + Decimal(10) * 366 / 182
    # each of the six lines missed 40 of the 260 that came
    assert round(told.line_error, 4) == round(Decimal(4000) / 260, 4)


def test_nothing_is_foreseen_when_the_year_is_over_or_too_little_is_known() -> None:
    known = quarters(2020, 2023, 40)
    assert asked(known, "2023Q4") is None
    assert asked(known, "2023") is None
    assert asked(quarters(2022, 2023, 40) | {"2024Q1": 180}, "2024Q1") is None


def test_what_grows_evenly_is_left_to_the_straight_line() -> None:
    even = {
        f"{year}Q{q}": 365 * (4 * (year - 2020) + q)
        for year in range(2020, 2024)
        for q in (1, 2, 3, 4)
    }
    even |= {"2024Q1": 365 * 17}
    jumpy = even | {"2021Q4": 365 * 8 + 5000}  # one odd year misleads what learns from it
    assert asked(jumpy, "2024Q1") is None
