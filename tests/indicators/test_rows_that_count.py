"""Which rows of a report count, and for how much: small reports worked out by hand."""

from datetime import date
from decimal import Decimal

from pipeline.domain.period import parse_period
from tests.oracle import Report

from .engine import NOTHING
from .small_catalogue import definitions
from .test_missing_and_closed import A, B, P, book, event, figure


def register(period: str, *rows: dict[str, object]) -> Report:
    """A's book with its register of deals."""
    blank = dict.fromkeys(definitions().forms["book"].sections["main"].fields)
    empty = dict.fromkeys(definitions().forms["book"].sections["deals"].fields)
    deals = tuple({**empty, **row} for row in rows)
    at = parse_period(period, definitions().calendars)
    return Report("book", "A", at, 1, True, {"main": (blank,), "deals": deals})


def test_a_partner_that_stands_twice_counts_once() -> None:
    deals = [{"deal": name, "size": 5} for name in ("K1", "K2", "K1")]
    assert figure([P, A], [register("2024Q1", *deals)], "partners", "P", "2024Q1").numerator == 2


def test_a_blank_is_not_among_the_codes_that_are_refused() -> None:
    held = {"people": 30, "cost": Decimal(5), "held": date(2024, 1, 5)}
    sent = [event("A", "2024Q1", topic=None, **held), event("B", "2024Q1", topic="m", **held)]
    units = [P, A, B]
    assert figure(units, sent, "big_events", "A", "2024Q1").numerator == 1
    assert figure(units, sent, "big_events", "B", "2024Q1").numerator == 0


def test_an_event_counts_in_the_period_in_which_it_was_held() -> None:
    sent = [event("A", "2024Q1", people=7, held=date(2024, 3, 31)),
            event("B", "2024Q1", people=20, held=date(2024, 4, 1))]  # fmt: skip
    assert figure([P, A, B], sent, "people_reached", "P", "2024Q1").numerator == 7


def test_an_indicator_of_several_sums_adds_them() -> None:
    held = {"held": date(2024, 2, 1), "outdoors": False, "cost": Decimal(5)}
    sent = [event("A", "2024Q1", people=7, guests=2, **held)]
    assert figure([P, A], sent, "people_and_members", "P", "2024Q1").numerator == 9


def test_what_was_signed_in_a_missing_report_is_not_carried_over() -> None:
    signed = register("2024Q1", {"deal": "K1", "signed": date(2024, 2, 1)})
    sent = [signed, book("B", "2024Q1"), book("B", "2024Q2")]
    assert figure([P, A, B], sent, "deals_signed", "P", "2024Q1").numerator == 1
    later = figure([P, A, B], sent, "deals_signed", "P", "2024Q2")
    assert (later.expected, later.reported, later.estimate, later.carried) == (2, 1, None, 0)
    assert figure([P, A, B], sent, "partners", "P", "2024Q2").carried == 1


def test_a_unit_without_segments_has_no_half_of_one() -> None:
    """A single union keeps no segments; its staff alone would read like a rate without value."""
    deal = {"deal": "K1", "sort": "a", "size": 30,
            "signed": date(2023, 1, 1), "ends": date(2024, 12, 31)}  # fmt: skip
    sent = [register("2024Q1", deal), book("B", "2024Q1", staff=100)]
    asked = ([P, A, B], sent, "deals_in_force")
    assert figure(*asked, "P", "2024Q1", segment="sort=a").value == 30
    assert figure(*asked, "B", "2024Q1").denominator == 100
    assert figure(*asked, "B", "2024Q1", segment="sort=a") == NOTHING
