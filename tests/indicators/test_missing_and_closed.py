"""Worlds small enough to be worked out by hand: missing, closed, moved and half-yearly units."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from pipeline.domain.org_unit import OrgUnit, UnitName, org_unit_of
from pipeline.domain.period import parse_period
from tests.oracle import Report

from .engine import NOTHING, Figure, figures
from .small_catalogue import catalogue, definitions


def unit(code: str, parent: str | None = "P", **more: object) -> OrgUnit:
    """A unit that reports every quarter; P reports nothing."""
    said = {"form_set": "all", "frequency": "quarter"} if parent else {}
    return org_unit_of(
        {"code": code, "name": UnitName(zh=code, en=code), "level": "leaf", "parent": parent}
        | said
        | more
    )


def book(code: str, period: str, **main: object) -> Report:
    return report("book", code, period, main)


def event(code: str, period: str, **main: object) -> Report:
    return report("event", code, period, main)


def report(form: str, code: str, period: str, main: Mapping[str, object]) -> Report:
    at = parse_period(period, definitions().calendars)
    return Report(form, code, at, 1, True, {"main": (dict(main),)})


def figure(
    units: list[OrgUnit],
    reports: list[Report],
    indicator: str,
    unit_code: str,
    period: str,
    span: str = "period",
    segment: str = "",
) -> Figure:
    """One figure of the engine."""
    family = definitions().indicators[indicator].family or "default"
    found = figures(catalogue(tuple(units), "P", indicator), reports)
    return found.get((indicator, family, segment, unit_code, period, span), NOTHING)


P = unit("P", None)
A, B = unit("A"), unit("B")


def test_a_unit_that_is_missing_is_in_the_estimate_and_not_in_the_value() -> None:
    reports = [book("A", "2024Q1", members=10), book("B", "2024Q1", members=5)]
    reports.append(book("A", "2024Q2", members=12))
    now = figure([P, A, B], reports, "members", "P", "2024Q2")
    assert (now.numerator, now.estimate) == (12, 17)
    assert (now.expected, now.reported, now.carried) == (2, 1, 1)


def test_a_unit_that_never_reported_is_missing_and_nothing_is_carried() -> None:
    now = figure([P, A, B], [book("A", "2024Q1", members=10)], "members", "P", "2024Q1")
    assert (now.numerator, now.estimate) == (10, None)
    assert (now.expected, now.reported, now.carried) == (2, 1, 0)


def test_a_year_takes_each_unit_s_own_last_report() -> None:
    reports = [book("A", "2024Q1", members=10), book("B", "2024Q3", members=5)]
    year = figure([P, A, B], reports, "members", "P", "2024")
    assert (year.numerator, year.reported, year.carried) == (15, 2, 0)


def test_a_closed_unit_leaves_the_stock_and_its_flows_stay() -> None:
    closed = unit("B", valid_to=date(2024, 5, 31))
    reports = [book(c, "2024Q1", members=5) for c in "AB"]
    reports += [event(c, "2024Q1", people=30, outdoors=False) for c in "AB"]
    reports += [book("A", "2024Q2", members=6), event("A", "2024Q2", people=1, outdoors=False)]
    units = [P, A, closed]
    stock = figure(units, reports, "members", "P", "2024Q2")
    assert (stock.numerator, stock.estimate, stock.expected) == (6, None, 1)
    flow = figure(units, reports, "people_and_members", "P", "2024Q2", "to_date")
    assert (flow.numerator, flow.expected, flow.reported) == (61, 3, 3)


def test_a_unit_that_moved_counts_where_it_stood_at_the_window_s_end() -> None:
    there = unit("Q", "R", form_set=None, frequency=None)
    here = unit("P", "R", form_set=None, frequency=None)
    root = unit("R", None)
    moved = [
        unit("A", "P", valid_to=date(2024, 3, 31)),
        unit("A", "Q", valid_from=date(2024, 4, 1)),
    ]
    reports = [book("A", "2024Q1", members=4), book("A", "2024Q2", members=5)]
    for period, code, members in (
        ("2024Q1", "P", Decimal(4)),
        ("2024Q1", "Q", None),
        ("2024Q2", "P", None),
        ("2024Q2", "Q", Decimal(5)),
        ("2024Q1", "R", Decimal(4)),
    ):
        found = figure([root, here, there, *moved], reports, "members", code, period)
        assert found.numerator == members


def test_blank_zero_and_no_report_are_three_things() -> None:
    reports = [book("A", "2024Q1", members=None), book("B", "2024Q1", members=0)]
    units = [P, A, B, unit("C")]
    blank, zero, missing = (figure(units, reports, "members", c, "2024Q1") for c in "ABC")
    assert (blank.numerator, blank.reported) == (None, 1)
    assert (zero.numerator, zero.reported) == (0, 1)
    assert (missing.numerator, missing.reported) == (None, 0)


def test_a_quotient_of_nothing_is_absent() -> None:
    rate = figure([P, A], [book("A", "2024Q1", members=0, staff=0)], "density", "A", "2024Q1")
    assert (rate.numerator, rate.denominator, rate.value) == (0, 0, None)


def test_the_estimate_of_a_rate_needs_something_above_the_line() -> None:
    reports = [book("A", "2024Q1", staff=10), book("A", "2024Q2", staff=10)]
    reports.append(book("B", "2024Q1", staff=30))
    rate = figure([P, A, B], reports, "density", "P", "2024Q2")
    assert (rate.numerator, rate.value, rate.estimate) == (None, None, None)


def test_events_of_a_missing_report_are_not_estimated() -> None:
    reports = [event("A", "2024Q2", people=3), book("A", "2024Q2", members=3)]
    reports += [event("B", "2024Q1", people=3), book("B", "2024Q1", members=30)]
    rate = figure([P, A, B], reports, "events_per_member", "P", "2024Q2")
    assert (rate.numerator, rate.denominator, rate.estimate) == (1, 3, None)


def test_an_average_leaves_blanks_out_and_counts_zeros() -> None:
    values = {"2024Q1": 10, "2024Q2": None, "2024Q3": 20, "2024Q4": 0}
    reports = [book("A", period, members=n) for period, n in values.items()]
    usual = figure([P, A], reports, "usual_members", "P", "2024")
    assert usual.numerator == 10


def test_a_segment_of_an_average_is_zero_in_reports_without_it() -> None:
    reports = [book("A", "2024Q1", members=10, kind="x"), book("A", "2024Q2", members=8, kind="y")]
    usual = figure([P, A], reports, "usual_members", "P", "2024", segment="kind=x")
    assert usual.numerator == 5


def test_a_blank_yes_or_no_is_in_neither_part() -> None:
    reports = [event("A", "2024Q1", people=7, outdoors=None, held=date(2024, 1, 5))]
    for said in ("yes", "no"):
        part = figure([P, A], reports, "people_reached", "P", "2024Q1", segment=f"outdoors={said}")
        assert part.numerator == 0


def test_people_under_an_unnamed_kind_of_deal_are_absent() -> None:
    at = parse_period("2024Q1", definitions().calendars)
    deal = {"size": 40, "sort": None, "signed": date(2024, 1, 1), "ends": date(2025, 1, 1)}
    sent = Report("book", "A", at, 1, True, {"main": ({"staff": 100},), "deals": (deal,)})
    assert figure([P, A], [sent], "deals_in_force", "P", "2024Q1").numerator is None


def test_a_half_year_has_its_year_so_far() -> None:
    half = unit("A", frequency="half")
    reports = [event("A", f"2024H{n}", people=n, outdoors=False) for n in (1, 2)]
    found = figure([P, half], reports, "people_and_members", "P", "2024H2", "to_date")
    assert (found.numerator, found.expected, found.reported) == (3, 2, 2)


def test_the_statistical_year_is_made_of_the_same_reports() -> None:
    reports = [
        event("A", p, people=n, outdoors=False)
        for p, n in (("2023Q3", 100), ("2023Q4", 1), ("2024Q1", 2), ("2024Q3", 4), ("2024Q4", 100))
    ]
    found = figure([P, A], reports, "people_and_members", "P", "SY2024", "to_date")
    assert (found.numerator, found.expected, found.reported) == (7, 4, 3)
