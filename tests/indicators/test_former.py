"""Former definitions: each window is computed by the one that holds on its last day."""

from datetime import date

from pipeline.domain.noun import Bilingual

from .small_catalogue import definitions
from .test_missing_and_closed import A, B, P, book, event, figure

HELD = {"outdoors": False, "cost": 5}


def test_a_stock_is_taken_by_the_definition_of_the_window_s_last_day() -> None:
    sent = [book(unit, code, members=5, staff=30) for unit in "AB" for code in ("2023Q4", "2024Q1")]
    for code, wanted in (("2023Q4", 10), ("2023", 10), ("2024Q1", 60), ("2024", 60)):
        found = figure([P, A, B], sent, "staff_of_old", "P", code)
        assert (found.numerator, found.expected, found.reported) == (wanted, 2, 2), code


def test_a_year_so_far_in_which_it_changed_is_wholly_of_the_new_definition() -> None:
    sent = [event("A", f"2023Q{n}", people=100, guests=n, held=date(2023, 3 * n, 1), **HELD)
            for n in (1, 2, 3, 4)]  # fmt: skip
    sums = [figure([P, A], sent, "guests_of_old", "P", f"2023Q{n}", "to_date").numerator
            for n in (1, 2, 3, 4)]  # fmt: skip
    assert sums == [100, 200, 300, 10]
    alone = [figure([P, A], sent, "guests_of_old", "P", f"2023Q{n}").numerator for n in (3, 4)]
    assert alone == [100, 4]


def test_what_a_missing_unit_carries_over_is_of_the_definition_of_now() -> None:
    sent = [book("A", "2023Q4", members=5, staff=30), book("B", "2023Q4", members=6, staff=40),
            book("A", "2024Q1", members=7, staff=31)]  # fmt: skip
    found = figure([P, A, B], sent, "staff_of_old", "P", "2024Q1")
    assert (found.numerator, found.estimate) == (31, 71)


def test_completeness_is_that_of_the_forms_of_then() -> None:
    """Of a share that was once divided by people at events, both forms are looked at."""
    sent = [book(unit, code, women=5, members=10) for unit in "AB" for code in ("2024Q1", "2024Q2")]
    sent.append(event("A", "2024Q1", people=50, **HELD))
    then = figure([P, A, B], sent, "share_of_old", "P", "2024Q1")
    assert (then.numerator, then.denominator, then.expected, then.reported) == (10, 50, 2, 1)
    now = figure([P, A, B], sent, "share_of_old", "P", "2024Q2")
    assert (now.numerator, now.denominator, now.expected, now.reported) == (10, 20, 2, 2)


def test_a_family_or_segment_that_was_not_there_then_is_absent() -> None:
    sent = [book("A", code, women=5, members=10, staff=20) for code in ("2024Q1", "2024Q2")]
    for code, wanted in (("2024Q1", None), ("2024Q2", 5)):
        found = figure([P, A], sent, "share_of_old", "P", code, segment="sex=female")
        assert found.numerator == wanted, code


def test_what_is_not_given_was_as_it_is_now() -> None:
    indicator = definitions().indicators["share_of_old"]
    first, second = (indicator.on(date(2023, month, 30)) for month in (6, 9))
    assert first.denominator == indicator.denominator
    assert (first.numerator, first.other_families) != (indicator.numerator, second.other_families)
    assert (second.numerator, second.segments) == (indicator.numerator, {})
    assert indicator.on(date(2024, 4, 1)) == indicator
    days = [(one.valid_from, one.valid_to) for one in indicator.editions]
    assert days == [(date.min, date(2023, 6, 30)), (date(2023, 7, 1), date(2024, 3, 31)),
                    (date(2024, 4, 1), date.max)]  # fmt: skip
    assert indicator.is_same_on(date(2023, 7, 1), date(2024, 3, 31))
    assert not indicator.is_same_on(date(2024, 4, 1), date(2024, 3, 31))
    assert indicator.former[0].why == Bilingual(zh="改", en="new")
