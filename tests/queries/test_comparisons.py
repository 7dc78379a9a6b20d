"""同比 and 环比, worked out by hand on small worlds."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import duckdb
import pytest

from pipeline.queries import nouns as nouns_module
from pipeline.queries.answers import Comparison
from pipeline.queries.comparisons import Asked, comparisons, in_unit
from pipeline.queries.nouns import Nouns, read_periods
from pipeline.warehouse.reader import Reader
from tests.indicators.engine import compute
from tests.indicators.small_catalogue import catalogue, definitions, product
from tests.indicators.test_missing_and_closed import A, B, P, book
from tests.oracle import Report

D = Decimal
PERCENT = {"label": {"zh": "%", "en": "%"}, "base": "percent"}


class Open:
    """A reader over tables that were computed just now."""

    publication = SimpleNamespace(number=1)

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def remembered(self, read: Callable[..., object], *given: object) -> object:
        return read(self, *given)

    def rows(self, sql: str, parameters: object = ()) -> list[tuple[object, ...]]:
        return self.connection.execute(sql, parameters or None).fetchall()


class World:
    """Reports, and what is asked of them."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch

    def ask(
        self, reports: Sequence[Report], indicator: str, code: str, span: str = "period"
    ) -> dict[str, Comparison]:
        """The comparisons of P's figure: year_before, period_before."""
        with duckdb.connect() as connection:
            compute(connection, catalogue((P, A, B), "P", indicator), reports)
            reader = cast("Reader", Open(connection))
            known = named(reader, indicator)
            self.patch.setattr(nouns_module, "read_nouns", lambda reader: known)
            family = definitions().indicators[indicator].family or "default"
            asked = Asked(indicator, family, "", code, span)
            return {one.against: one for one in comparisons(reader, "P", [asked])[asked]}


def named(reader: Reader, indicator: str) -> Nouns:
    """The nouns of the small catalogue, in which density is a percentage."""
    units = product().model_dump()["units"] | {"percent": PERCENT}
    found = definitions().indicators[indicator]
    if indicator == "density":
        found = found.model_copy(update={"unit": "percent"})
    whole = type(product()).model_validate(product().model_dump() | {"units": units})
    periods = read_periods(reader)
    return Nouns(whole, definitions().forms, {indicator: found}, {}, {}, {}, {}, periods)


@pytest.fixture
def world() -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch:
        yield World(patch)


def dues(code: str, **of: int) -> list[Report]:
    """Dues by quarter: q231=10 is the first quarter of 2023."""
    return [book(code, f"20{q[1:3]}Q{q[3]}", dues=amount, share=0) for q, amount in of.items()]


def test_a_flow_is_compared_by_the_year_so_far_and_with_the_period_before_alone(
    world: World,
) -> None:
    """10 + 30 = 40 of 2023 against 20 + 30 = 50 of 2024; and 30 in the quarter after 20."""
    reports = dues("A", q231=10, q232=30, q241=20, q242=30)
    reports += dues("B", q231=0, q232=0, q241=0, q242=0)
    found = world.ask(reports, "dues", "2024Q2", "to_date")
    year, before = found["year_before"], found["period_before"]
    assert (year.span, year.value, year.before, year.difference) == ("to_date", 50, 40, 10)
    assert (year.percent, year.reason, year.uneven) == (25, None, False)
    assert (before.span, before.value, before.before, before.percent) == ("period", 30, 20, 50)
    assert year.period is not None
    assert before.period is not None
    assert (year.period.code, before.period.code) == ("2023Q2", "2024Q1")


def test_the_first_quarter_is_compared_with_the_last_of_the_year_before(world: World) -> None:
    """40 after 50, and 40 against 20 of the first quarter before: never against a whole year."""
    reports = dues("A", q231=20, q232=1, q233=1, q234=50, q241=40)
    found = world.ask(reports, "dues", "2024Q1", "to_date")
    assert (found["year_before"].before, found["year_before"].percent) == (20, 100)
    assert (found["period_before"].before, found["period_before"].percent) == (50, -20)


def test_a_year_has_no_period_before(world: World) -> None:
    found = world.ask(dues("A", q234=20, q244=30), "dues", "2024", "to_date")
    assert list(found) == ["year_before"]
    assert found["year_before"].percent == 50


def test_where_nothing_was_reported_there_is_no_change(world: World) -> None:
    """Nothing of 2023Q2 is not zero; of 2022 there is not even a period."""
    found = world.ask(dues("A", q241=20, q242=30), "dues", "2024Q2", "to_date")
    year = found["year_before"]
    assert (year.value, year.before, year.difference, year.percent) == (50, None, None, None)
    assert year.reason == "no_base"
    later = world.ask(dues("A", q241=20), "dues", "2024Q2")
    assert later["period_before"].reason == "no_value"
    assert later["period_before"].change is None


def test_of_zero_there_is_a_difference_and_no_percentage(world: World) -> None:
    found = world.ask(dues("A", q241=0, q242=7), "dues", "2024Q2")["period_before"]
    assert (found.difference, found.percent, found.reason) == (7, None, "zero_base")
    assert found.change is None


def test_figures_of_two_definitions_are_not_compared(world: World) -> None:
    """Members were counted in 2023, staff since: both figures are told, and no change."""
    reports = [
        book("A", "2023Q3", members=5, staff=30), book("A", "2023Q4", members=6, staff=31),
        book("A", "2024Q1", members=7, staff=32), book("A", "2024Q2", members=8, staff=33),
    ]  # fmt: skip
    found = world.ask(reports, "staff_of_old", "2024Q1")["period_before"]
    assert (found.value, found.before, found.difference, found.percent) == (32, 6, None, None)
    assert found.reason == "other_definition"
    for code, change in (("2023Q4", 1), ("2024Q2", 1)):
        found = world.ask(reports, "staff_of_old", code)["period_before"]
        assert (found.difference, found.reason) == (change, None)


def test_a_rate_changes_in_points(world: World) -> None:
    """50 of 100 and then 45 of 60: 25 points more, not 50 percent."""
    reports = [
        book("A", "2024Q1", members=50, staff=100), book("A", "2024Q2", members=45, staff=60),
    ]  # fmt: skip
    found = world.ask(reports, "density", "2024Q2")["period_before"]
    scale = definitions().indicators["density"].scale
    assert found.is_rate
    assert found.difference == found.change == scale * D("0.25")
    assert found.percent is None


def test_a_stock_has_last_reports_on_both_sides(world: World) -> None:
    """12 and B's last 5 against 10 and 5: +13.3 %; what was reported fell from 15 to 12."""
    reports = [book("A", "2024Q1", members=10), book("B", "2024Q1", members=5)]
    reports.append(book("A", "2024Q2", members=12))
    found = world.ask(reports, "members", "2024Q2")["period_before"]
    assert (found.value, found.before, found.difference) == (17, 15, 2)
    assert found.percent == D(200) / 15
    assert (found.is_estimate, found.uneven) == (True, False)


def test_a_flow_of_which_less_is_in_says_so(world: World) -> None:
    """Both reported at first, then one of two."""
    reports = dues("A", q241=10, q242=10) + dues("B", q241=10)
    found = world.ask(reports, "dues", "2024Q2")["period_before"]
    assert (found.percent, found.uneven, found.is_estimate) == (-50, True, False)
    assert (found.data.reported, found.data_before.reported) == (1, 2)


def test_a_target_in_ten_thousands_has_its_comparison_in_them_too(world: World) -> None:
    found = world.ask(dues("A", q241=20000, q242=30000), "dues", "2024Q2")["period_before"]
    told = in_unit(found, D("0.0001"))
    assert (told.value, told.before, told.difference, told.percent) == (3, 2, 1, 50)
