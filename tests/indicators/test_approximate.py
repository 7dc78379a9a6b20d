"""Which figures are marked as resting on one that was given roughly (约, 余)."""

from datetime import date
from decimal import Decimal

import duckdb

from pipeline.domain.org_unit import OrgUnit
from pipeline.indicators.rebuild import rebuild
from tests.oracle import Report

from .engine import ONE_THREAD, fill
from .small_catalogue import catalogue
from .test_missing_and_closed import A, B, P, book, event

MARKED = """
select unit, period from indicator_value
where indicator = ? and segment = '' and span = 'period' and period in ('2024Q1', '2024Q2', '2024')
  and approximate
"""


def marked(units: list[OrgUnit], sent: list[Report], indicator: str) -> set[tuple[str, str]]:
    """(unit, period) of the figures that are said to be approximate."""
    chosen = catalogue(tuple(units), "P", indicator)
    with duckdb.connect(config=ONE_THREAD) as connection:
        fill(connection, chosen, sent)
        rebuild(connection, chosen)
        return set(connection.execute(MARKED, [indicator]).fetchall())


def test_a_rough_figure_marks_the_superior_s_too_and_nobody_else_s() -> None:
    sent = [book("A", "2024Q1", members=10, approximate="members"), book("B", "2024Q1", members=5)]
    assert marked([P, A, B], sent, "members") == {
        (unit, period) for unit in "AP" for period in ("2024Q1", "2024")
    }


def test_a_figure_that_is_rough_elsewhere_in_its_row_is_not_marked() -> None:
    sent = [book("A", "2024Q1", members=10, approximate="women;dues")]
    assert marked([P, A], sent, "members") == set()


def test_a_stock_is_marked_only_where_its_last_report_is_rough() -> None:
    rough = book("A", "2024Q1", members=10, approximate="members")
    sent = [rough, book("A", "2024Q2", members=12)]
    assert marked([P, A], sent, "members") == {("A", "2024Q1"), ("P", "2024Q1")}


def test_a_flow_is_marked_in_each_period_in_which_the_rough_row_counts() -> None:
    held = {"people": 30, "held": date(2024, 2, 1), "approximate": "people"}
    sent = [event("A", "2024Q1", **held), event("A", "2024Q2", people=4, held=date(2024, 5, 1))]
    assert marked([P, A], sent, "people_reached") == {
        (unit, period) for unit in "AP" for period in ("2024Q1", "2024")
    }


def test_a_rough_row_that_does_not_count_marks_nothing() -> None:
    late = {"people": 30, "held": date(2023, 2, 1), "approximate": "people"}
    assert marked([P, A], [event("A", "2024Q1", **late)], "people_reached") == set()


def test_a_sum_of_several_fields_is_marked_when_one_of_them_is_rough() -> None:
    said = {"people": 7, "guests": 2, "cost": Decimal(5), "held": date(2024, 2, 1)}
    for field, rough in (("guests", True), ("topic", False)):
        sent = [event("A", "2024Q1", **said, approximate=field)]
        assert (("A", "2024Q1") in marked([P, A], sent, "cost_per_person")) == rough
