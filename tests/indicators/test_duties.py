"""Duties judged by hand: one span, several, what has not ended, what nobody reported."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.domain.org_unit import OrgUnit, UnitName, org_unit_of
from pipeline.domain.period import parse_period
from pipeline.domain.plan import Target
from pipeline.domain.status import Status
from pipeline.indicators.actuals import Measured, Past
from pipeline.indicators.scorecards import Judged, judge_periods

from .small_catalogue import catalogue, definitions, plan, words

NAME = "people_reached"
NOTICE = {"title": words("notice")}


def judged(
    said: str, period: str, /, until: str = "2024-12-31", units: tuple[OrgUnit, ...] = (),
    reported: int = 10, **target: object,
) -> Judged:  # fmt: skip
    """At least 2 in each quarter, where unit A had the values ``2024Q1=2 2024Q2=0 …``."""
    values = {
        (NAME, "", "A", code, "period"): Measured(
            None if value == "?" else Decimal(value), 10, reported
        )
        for code, value in (one.split("=") for one in said.split())
    }
    known = Past(
        values, replace(catalogue(units, "A", NAME), plans={}), {"A": date.fromisoformat(until)}
    )
    duty = Target.model_validate(
        {
            "id": "t", "indicator": NAME, "name": words("t"), "kind": "duty", "span": "quarter",
            "comparator": ">=", "value": "2", "unit": "n", **target,
        }
    )  # fmt: skip
    mine = plan("A").model_copy(update={"calendar": "calendar_year"})
    asked = parse_period(period, definitions().calendars)
    return next(judge_periods(1, duty, mine, [asked], known))


ALL = "2024Q1=2 2024Q2=3 2024Q3=2 2024Q4=5"
SECOND = "2024Q1=2 2024Q2=1 2024Q3=2 2024Q4=5"
BEGUN = "2024Q1=2 2024Q2=3"


@pytest.mark.parametrize(
    ("said", "completion", "due", "status", "missed_on"),
    [
        (judged("2024Q2=2", "2024Q2"), 100, 100, Status.DONE, None),
        (judged("2024Q2=3", "2024Q2"), 150, 100, Status.DONE, None),
        (judged("2024Q2=1", "2024Q2"), 50, 100, Status.FAR_BEHIND, "2024-06-30"),
        # 5 points short of a plan's schedule would be on pace; of what is over it is not.
        (judged("2024Q2=95", "2024Q2", value="100"), 95, 100, Status.BEHIND, "2024-06-30"),
        (judged("2024Q2=0", "2024Q2"), 0, 100, Status.FAR_BEHIND, "2024-06-30"),
        # Before the quarter has ended it can be done, but not missed.
        (judged("2024Q2=2", "2024Q2", until="2024-04-30"), 100, None, Status.DONE, None),
        (judged("2024Q2=1", "2024Q2", until="2024-04-30"), 50, None, None, None),
        (judged(ALL, "2024"), 100, 100, Status.DONE, None),
        (judged(SECOND, "2024"), 75, 100, Status.FAR_BEHIND, "2024-06-30"),
        (judged(SECOND, "2024H1"), 50, 100, Status.FAR_BEHIND, "2024-06-30"),
        (judged(SECOND, "2024H2"), 100, 100, Status.DONE, None),
        (judged(BEGUN, "2024", until="2024-06-30"), 50, 50, Status.ON_PACE, None),
        (judged("2024Q1=2 2024Q2=1", "2024", until="2024-06-30"), 25, 50, Status.FAR_BEHIND,
         "2024-06-30"),
        # The second quarter is half over and not done yet: the year is on pace.
        (judged("2024Q1=2 2024Q2=1", "2024", until="2024-04-30"), 25, 25, Status.ON_PACE, None),
        (judged("2024Q1=2 2024Q2=2", "2024", until="2024-04-30"), 50, 25, Status.ON_PACE, None),
        (judged("2024Q1=1", "2024", until="2024-01-31"), None, 0, None, None),
        # Nobody knows of the second quarter: not missed, and not done either.
        (judged("2024Q1=2 2024Q2=? 2024Q3=2 2024Q4=2", "2024"), 75, 100, Status.INCOMPLETE, None),
        (judged("2024Q1=1 2024Q3=2", "2024"), 25, 100, Status.FAR_BEHIND, "2024-03-31"),
        (judged("2024Q1=1 2024Q2=2 2024Q3=0 2024Q4=2", "2024"), 50, 100, Status.FAR_BEHIND,
         "2024-03-31"),
        (judged("2024Q1=?", "2024"), None, 100, Status.NO_DATA, None),
        (judged(ALL, "2024", reported=7), None, 100, Status.INCOMPLETE, None),
    ],
)  # fmt: skip
def test_a_window_is_judged_by_the_spans_that_end_in_it(
    said: Judged, completion: int | None, due: int | None, status: Status, missed_on: str | None
) -> None:
    found = said.judgement
    assert (found.completion, found.due, found.status) == (completion, due, status)
    assert found.missed_on == (date.fromisoformat(missed_on) if missed_on else None)
    assert (found.gap_days, found.needed_per_month, found.unreachable_on) == (None, None, None)


@pytest.mark.parametrize(
    ("said", "counts", "value"),
    [
        (judged(SECOND, "2024"), (4, 4, 3), None),
        (judged(f"{SECOND} 2024=10", "2024"), (4, 4, 3), 10),
        (judged(BEGUN, "2024", until="2024-06-30"), (4, 2, 2), None),
        (judged(SECOND, "2024Q3"), (1, 1, 1), 2),
        (judged("2024H1=7", "2024Q2", span="half"), (1, 1, 1), 7),
        (judged("2024H1=7", "2024Q1", span="half"), (None, None, None), None),
        (judged("2024=7", "2024", span="year"), (1, 1, 1), 7),
        (judged("2024M03=2", "2024Q1", span="month"), (3, 3, 1), None),
    ],
)
def test_what_is_counted_and_what_stands_beside_it(
    said: Judged, counts: tuple[int, int, int], value: int | None
) -> None:
    found = said.judgement
    assert (found.spans, found.spans_ended, found.spans_done) == counts
    assert said.value == value
    assert (found.reason == "not_due") == (counts[0] is None)


@pytest.mark.parametrize(
    ("said", "until", "status", "missed_on"),
    [
        ("2024Q1=2 2024Q2=0", "2024-06-30", Status.ON_PACE, None),
        ("2024Q1=2 2024Q2=3", "2024-06-30", Status.FAR_BEHIND, date(2024, 6, 30)),
        # Broken in April: it is missed although the quarter goes on.
        ("2024Q1=2 2024Q2=3", "2024-04-30", Status.BEHIND, date(2024, 4, 30)),
        ("2024Q1=0 2024Q2=0 2024Q3=0 2024Q4=2", "2024-12-31", Status.DONE, None),
        ("2024Q1=0 2024Q2=0 2024Q3=0 2024Q4=2", "2024-11-30", Status.ON_PACE, None),
    ],
)
def test_a_ceiling_in_each_quarter(
    said: str, until: str, status: Status, missed_on: date | None
) -> None:
    found = judged(said, "2024", until=until, comparator="<=").judgement
    assert (found.status, found.missed_on) == (status, missed_on)


def test_the_quarters_before_a_unit_opened_are_not_its_own() -> None:
    said = {"code": "A", "name": UnitName(zh="A", en="A"), "level": "leaf"}
    opened = org_unit_of({**said, "valid_from": "2024-05-10"})
    found = judged("2024Q2=2 2024Q3=2 2024Q4=2", "2024", units=(opened,)).judgement
    assert (found.status, found.spans, found.spans_done) == (Status.DONE, 3, 3)
    assert judged("2024Q2=2", "2024Q1", units=(opened,)).judgement.reason == "not_due"


def test_each_span_is_judged_by_the_value_that_held_at_its_end() -> None:
    change = [{"since": "2024-07-01", "value": "3", "document": NOTICE}]
    found = judged(ALL, "2024", changes=change)
    assert (found.target.value, found.judgement.spans_done) == (3, 3)
    assert found.judgement.missed_on == date(2024, 9, 30)
    assert [(v.value, v.judgement.spans_done) for v in found.versions] == [(2, 4), (3, 2)]


def test_a_promise_that_nothing_measures_is_not_due_in_percent() -> None:
    found = judged("", "2024", indicator=None, unmeasured=words("why")).judgement
    assert (found.reason, found.due, found.status) == ("no_indicator", None, None)
