"""A unit's past, worked out by hand: profiles of years, best periods, days out of reach."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.period import Period, parse_period
from pipeline.indicators.history import (
    Course,
    Restart,
    best_per_day,
    choose_course,
    learn,
    steps,
    unreachable_on,
)

from .test_pace import CALENDAR

CALENDARS = {"any": CALENDAR}


def point(said: str) -> tuple[Period, Decimal]:
    code, value = said.split("=")
    return parse_period(code, CALENDARS), Decimal(value)


def course(said: str, restart: Restart = "zero") -> Course:
    """A course of quarters: 2023Q1=10 2023Q2=30 …"""
    return Course("quarter", restart, tuple(point(one) for one in said.split()))


TWO_YEARS = "2022Q1=10 2022Q2=30 2022Q3=60 2022Q4=100 2023Q1=30 2023Q2=90 2023Q3=180 2023Q4=200"
MEMBERS = "2021Q4=1000 2022Q1=1010 2022Q2=1060 2022Q3=1060 2022Q4=1100"
MORE = MEMBERS + " 2023Q1=1090 2023Q2=1130 2023Q3=1200 2023Q4=1300"


def test_a_sum_starts_every_year_from_zero_a_stock_goes_on_and_a_rate_is_not_known() -> None:
    said = "2022Q3=5 2022Q4=9 2023Q1=4 2023Q3=12"
    assert [(p.code, s) for p, s in steps(course(said))] == [("2022Q4", 4), ("2023Q1", 4)]
    assert [(p.code, s) for p, s in steps(course(said, "never"))] == [
        ("2022Q4", 4),
        ("2023Q1", -5),
    ]
    assert [(p.code, s) for p, s in steps(course(said, "unknown"))] == [("2022Q4", 4)]


def test_a_profile_is_a_ratio_of_sums_over_the_past_years() -> None:
    found = learn(course(TWO_YEARS), 2024, 1, CALENDAR)
    # (10 + 30), (30 + 90), (60 + 180) and (100 + 200), each of 300
    assert found is not None
    assert [round(s, 4) for s in found.shares] == [Decimal("13.3333"), 40, 80, 100]
    assert found.years == (2022, 2023)


def test_a_profile_of_a_stock_is_of_its_change_and_never_falls() -> None:
    found = learn(course(MORE, "never"), 2024, 1, CALENDAR)
    # 2022: 10, 60, 60, 100; 2023 from 1100: -10, 30, 100, 200; together 0, 90, 160, 300 of 300
    assert found is not None
    assert [round(s, 4) for s in found.shares] == [0, 30, Decimal("53.3333"), 100]
    down = course(MORE.replace("=", "=-"), "never")
    assert learn(down, 2024, 1, CALENDAR) is None
    mirrored = learn(down, 2024, -1, CALENDAR)
    assert mirrored is not None
    assert mirrored.shares == found.shares
    peak = "2021Q4=0 2022Q1=80 2022Q2=50 2022Q3=60 2022Q4=100 2023Q1=180 2023Q2=150"
    bent = learn(course(peak + " 2023Q3=160 2023Q4=200", "never"), 2024, 1, CALENDAR)
    assert bent is not None
    assert bent.shares == (80, 80, 80, 100)


@pytest.mark.parametrize(
    "said",
    [
        TWO_YEARS.replace("2022Q2=30 ", ""),  # a year with a gap is not complete
        TWO_YEARS.replace("2022Q4=100", "2022Q4=0"),  # nothing came of that year
        TWO_YEARS.replace("2022", "2024"),  # only what lies before the plan's year counts
    ],
)
def test_one_complete_year_is_too_few(said: str) -> None:
    assert learn(course(said), 2024, 1, CALENDAR) is None


def test_a_year_of_a_stock_needs_the_end_of_the_year_before() -> None:
    assert learn(course(MORE.removeprefix("2021Q4=1000 "), "never"), 2024, 1, CALENDAR) is None


def test_only_the_latest_five_years_are_learned_from() -> None:
    quarters = [f"{y}Q{q}={q * 10 if y > 2016 else 40}" for y in range(2015, 2024) for q in (1, 2, 3, 4)]  # noqa: E501  # fmt: skip
    found = learn(course(" ".join(quarters)), 2022, 1, CALENDAR)
    assert found is not None
    assert (found.years, found.shares) == ((2017, 2018, 2019, 2020, 2021), (25, 50, 75, 100))


def test_the_best_pace_is_the_best_period_per_day_of_those_seen_by_then() -> None:
    seen = course(TWO_YEARS)
    # steps: 10 20 30 40, 30 60 90 20; the third quarter has 92 days
    assert best_per_day(seen, date(2023, 12, 31), 1) == Fraction(90, 92)
    assert best_per_day(seen, date(2023, 6, 30), 1) == Fraction(60, 91)
    assert best_per_day(seen, date(2022, 12, 31), 1) == Fraction(40, 92)
    assert best_per_day(seen, date(2022, 9, 30), 1) is None  # three periods are too few
    assert best_per_day(course(MEMBERS, "never"), date(2022, 12, 31), -1) is None  # never fell
    assert best_per_day(course(MORE, "never"), date(2023, 12, 31), -1) == Fraction(10, 90)


def test_the_finest_kind_of_period_is_taken() -> None:
    months, quarters = [point("2023M01=1")], [point("2023Q1=3")]
    assert choose_course({"quarter": quarters, "month": months}, "zero") == Course(
        "month", "zero", tuple(months)
    )
    assert choose_course({"quarter": quarters, "month": []}, "zero") == Course(
        "quarter", "zero", tuple(quarters)
    )
    assert choose_course({}, "zero") is None


START, END = date(2023, 12, 31), date(2024, 12, 31)
AHEAD = [(START, Decimal(0)), (date(2024, 3, 31), Decimal(91)), (date(2024, 6, 30), Decimal(150))]


def test_the_day_from_which_a_target_is_out_of_reach() -> None:
    # 184 days are left after 30 June; at 1 a day 250 are left to do: 150 + 184 = 334 < 400
    assert unreachable_on(AHEAD, Decimal(400), END, Fraction(2)) == date(2024, 8, 29)
    # at 2 a day 250 take 125 days: on 28 August 125 are left, on the 29th 124
    assert unreachable_on(AHEAD, Decimal(150), END, Fraction(2)) is None
    # at 1 a day the whole year makes 366: never in reach
    assert unreachable_on(AHEAD, Decimal(400), END, Fraction(1)) == START
    # 366 to do: just in reach until 31 March (91 days, 91 done), then 59 in 91 days: lost at once
    assert unreachable_on(AHEAD, Decimal(366), END, Fraction(1)) == date(2024, 4, 1)
    # 340: 26 to spare on 31 March, then 32/91 of one is lost a day: after 73.9 days
    assert unreachable_on(AHEAD, Decimal(340), END, Fraction(1)) == date(2024, 6, 13)


def by_trial(way: list[tuple[date, Decimal]], goal: Decimal, end: date, best: Fraction) -> date:
    """The same day after day, in fractions of nothing: multiply instead of dividing."""
    day = way[0][0]
    while True:
        left = next((p for p in reversed(way) if p[0] <= day), way[0])
        right = next((p for p in way if p[0] > day), None)
        span = (right[0] - left[0]).days if right else 1
        rise = (right[1] - left[1]) * (day - left[0]).days if right else 0
        if span * (Fraction(left[1] - goal) + best * (end - day).days) + Fraction(rise) < 0:
            return day
        day += timedelta(days=1)


@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=4),
    st.integers(1, 300),
    st.integers(0, 20),
)
def test_the_day_is_the_one_found_by_trying_every_day(
    done: list[int], goal: int, more: int
) -> None:
    ends = [date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), END]
    lengths = (91, 91, 92, 92)
    best = max(Fraction(step, n) for step, n in zip(done, lengths, strict=False)) + more
    way = [(START, Decimal(0))]
    for day, step in zip(ends, done, strict=False):
        way.append((day, way[-1][1] + step))
    if best <= 0:
        return
    found = unreachable_on(way, Decimal(goal), END, best)
    if way[-1][1] >= goal:
        assert found is None
    else:
        assert found == by_trial(way, Decimal(goal), END, best)
