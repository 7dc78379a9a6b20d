"""What is due on a day, worked out by hand with a calendar."""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.domain.period import make_period
from pipeline.domain.plan import Plan
from pipeline.domain.product import CalendarYear
from pipeline.indicators.pace import Schedule, schedule_of

from .small_catalogue import plan, words

CALENDAR = CalendarYear.model_validate({"name": words("calendar")})
STATISTICAL = CalendarYear.model_validate(
    {"name": words("statistical"), "prefix": "SY", "starts": "10-01", "year_before": "true"}
)


def schedule(year: int, points: dict[str, str] | None = None, other: bool = False) -> Schedule:
    """A schedule of a calendar or statistical year, straight or through points."""
    shares = {name: Decimal(share) for name, share in (points or {}).items()}
    kind = "points" if points else "linear"
    asked: Plan = plan("A").model_copy(update={"schedule": kind, "points": shares})
    calendar = STATISTICAL if other else CALENDAR
    return schedule_of(asked, make_period("any", calendar, "year", year, 1), calendar)


QUARTERS = {"Q1": "20", "Q2": "50", "Q3": "80", "Q4": "100"}


@pytest.mark.parametrize(
    ("of", "day", "due"),
    [
        (schedule(2024), "2023-12-31", "0"),
        (schedule(2024), "2023-06-30", "0"),
        (schedule(2024), "2024-06-30", "49.7268"),  # day 182 of 366
        (schedule(2024), "2024-12-31", "100"),
        (schedule(2024), "2025-02-01", "100"),
        (schedule(2023), "2023-07-02", "50.1370"),  # day 183 of 365
        (schedule(2024, other=True), "2023-10-01", "0.2732"),  # day 1 of 366
        (schedule(2024, other=True), "2024-03-31", "50"),  # day 183 of 366
        (schedule(2024, other=True), "2024-09-30", "100"),
        (schedule(2024, QUARTERS), "2024-03-31", "20"),
        (schedule(2024, QUARTERS), "2024-05-16", "35.1648"),  # 46 of 91 days from 20 to 50
        (schedule(2024, QUARTERS), "2024-12-31", "100"),
        (schedule(2024, {"M02": "10", "H1": "60", "Q4": "100"}), "2024-02-29", "10"),
        (schedule(2024, {"M02": "10", "H1": "60", "Q4": "100"}), "2024-06-30", "60"),
        (schedule(2024, QUARTERS, other=True), "2023-12-31", "20"),
        (schedule(2024, {"Q1": "0", "Q4": "100"}), "2024-03-31", "0"),
    ],
)
def test_what_is_due_on_a_day(of: Schedule, day: str, due: str) -> None:
    assert round(of.due_on(date.fromisoformat(day)), 4) == Decimal(due)


@pytest.mark.parametrize(
    ("of", "percent", "day"),
    [
        (schedule(2024), "50", "2024-07-01"),
        (schedule(2024), "0.1", "2024-01-01"),
        (schedule(2024), "100", "2024-12-31"),
        (schedule(2024, QUARTERS), "20", "2024-03-31"),
        (schedule(2024, QUARTERS), "50.1", "2024-07-01"),
        (schedule(2024, {"Q1": "0", "Q4": "100"}), "1", "2024-04-03"),  # 3 of 275 days: 1.09
        (schedule(2024, {"Q4": "60"}), "90", "2024-12-31"),
    ],
)
def test_the_first_day_on_which_something_is_due(of: Schedule, percent: str, day: str) -> None:
    assert of.day_when_due(Decimal(percent)) == date.fromisoformat(day)
