"""Forecasts of a year's end, worked out by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.indicators.forecasting import (
    Skill,
    Trial,
    interval,
    skill_of,
    straight_line,
    trials,
    within,
    year_end,
)

from .test_history import course
from .test_pace import CALENDAR

SUMS = (
    "2021Q1=10 2021Q2=30 2021Q3=60 2021Q4=100 2022Q1=30 2022Q2=90 2022Q3=180 2022Q4=200"
    " 2023Q1=20 2023Q2=45 2023Q3=120 2023Q4=150"
)
STOCK = (
    "2020Q4=100 2021Q1=100 2021Q2=100 2021Q3=110 2021Q4=140 2022Q1=140 2022Q2=150 2022Q3=150"
    " 2022Q4=200 2023Q1=200 2023Q2=210 2023Q3=220 2023Q4=250"
)


def test_a_sum_is_divided_by_the_share_that_past_years_had_reached() -> None:
    # by Q2 120 of 300, by Q3 240 of 300
    assert year_end(course(SUMS), 2023, 1, CALENDAR) == Decimal("112.5")
    assert year_end(course(SUMS), 2023, 2, CALENDAR) == 150


def test_a_stock_still_changes_as_past_years_did_from_then_on() -> None:
    # from Q2 on +40 and +50, from Q3 on +30 and +50
    assert year_end(course(STOCK, "never"), 2023, 1, CALENDAR) == 255
    assert year_end(course(STOCK, "never"), 2023, 2, CALENDAR) == 260


def test_one_complete_past_year_is_too_few() -> None:
    assert year_end(course(SUMS), 2022, 1, CALENDAR) is None
    assert year_end(course(STOCK, "never"), 2022, 1, CALENDAR) is None
    assert year_end(course(SUMS), 2024, 1, CALENDAR) is None  # nothing of that year is known


def test_the_straight_line_goes_on_evenly_from_the_years_start() -> None:
    # 181 of 365 days; a stock from the end of the year before; a rate stays where it is
    assert straight_line(course(SUMS), 2023, 1, CALENDAR) == Decimal(45) * 365 / 181
    assert straight_line(course(STOCK, "never"), 2023, 1, CALENDAR) == 200 + Decimal(3650) / 181
    assert straight_line(course(SUMS, "unknown"), 2023, 1, CALENDAR) == 45
    assert straight_line(course("2023Q2=5", "never"), 2023, 1, CALENDAR) is None


def test_only_what_was_known_then_is_tried_and_only_complete_years() -> None:
    tried = list(trials([course(SUMS)], 2024, CALENDAR))
    # 2021 and 2022 have less than two years before them; Q1: 40 of 300
    assert [(t.position, t.forecast, t.end) for t in tried] == [
        (0, 150, 150), (1, Decimal("112.5"), 150), (2, 150, 150),
    ]  # fmt: skip
    assert list(trials([course(SUMS)], 2023, CALENDAR)) == []


def trial(forecast: str, line: str, end: str, position: int = 0) -> Trial:
    return Trial(position, Decimal(forecast), Decimal(line), Decimal(end))


def test_errors_are_added_and_the_smaller_sum_wins() -> None:
    tried = [trial("110", "80", "100"), trial("40", "50", "50")]
    assert skill_of(tried) == Skill(2, Decimal(20), Decimal(20), Decimal(150))


@pytest.mark.parametrize(
    ("skill", "wins"),
    [
        (Skill(6, Decimal(10), Decimal(11), Decimal(100)), True),
        (Skill(5, Decimal(10), Decimal(11), Decimal(100)), False),  # tried too seldom
        (Skill(6, Decimal(11), Decimal(11), Decimal(100)), False),  # no better
        (Skill(6, Decimal(50), Decimal(99), Decimal(100)), False),  # better, and half wrong
        (Skill(6, Decimal(0), Decimal(0), Decimal(0)), False),
    ],
)
def test_what_does_not_win_is_not_shown(skill: Skill, wins: bool) -> None:
    assert skill.wins is wins


def test_the_interval_is_the_middle_of_the_errors_from_the_same_position() -> None:
    few = [trial("100", "0", "90"), trial("100", "0", "120"), trial("100", "0", "999", 1)]
    assert interval(Decimal(200), few, 0, as_ratio=True) == (180, 240)
    assert interval(Decimal(200), few, 0, as_ratio=False) == (190, 220)
    assert interval(Decimal(200), few, 2, as_ratio=True) is None
    many = [trial("100", "0", str(100 + n)) for n in range(20)]
    # two of twenty are cut off at either end
    assert interval(Decimal(100), many, 0, as_ratio=False) == (100, 117)
    assert interval(Decimal(100), [trial("100", "0", "120")], 0, as_ratio=False) == (100, 120)


def test_what_never_was_below_zero_or_above_a_hundred_percent_is_not_foreseen_there() -> None:
    rates = [course("2023Q1=5 2023Q2=99", "unknown")]
    assert within(Decimal(104), rates, percent=True) == 100
    assert within(Decimal(104), rates, percent=False) == 104
    assert within(Decimal(-4), rates, percent=True) == 0
    assert within(Decimal(-4), [course("2023Q1=-5")], percent=False) == -4


@given(st.lists(st.lists(st.integers(1, 50), min_size=4, max_size=4), min_size=3, max_size=6))
def test_a_forecast_is_the_formula_in_plain_python(years: list[list[int]]) -> None:
    said = " ".join(
        f"{2018 + y}Q{q + 1}={sum(steps[: q + 1])}"
        for y, steps in enumerate(years)
        for q in range(4)
    )
    last, past = years[-1], years[:-1][-5:]
    for position in range(3):
        part = sum(sum(steps[: position + 1]) for steps in past)
        whole = sum(map(sum, past))
        found = year_end(course(said), 2018 + len(years) - 1, position, CALENDAR)
        assert found == Decimal(sum(last[: position + 1])) * whole / part
