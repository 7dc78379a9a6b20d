"""Targets judged by hand: every comparator, kind and baseline, and what is missing."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from pipeline.domain.plan import Target, Thresholds
from pipeline.domain.status import Status
from pipeline.indicators.targets import Actual, Judgement, judge_target

from .small_catalogue import plan, words
from .test_pace import QUARTERS, schedule

HALF_YEAR = "2024-06-30"
"""50 percent are due on this day."""


def judged(
    value: str | None,
    day: str = HALF_YEAR,
    /,
    *,
    expected: int = 10,
    reported: int = 10,
    before: str | None = None,
    linear: bool = False,
    **said: object,
) -> Judgement:
    """A target of 200 at least, and whatever is said otherwise, on a day."""
    target = Target.model_validate(
        {
            "id": "t", "indicator": "members", "name": words("t"), "kind": "cumulative",
            "comparator": ">=", "value": "200", "unit": "n", **said,
        }
    )  # fmt: skip
    actual = Actual(
        None if value is None else Decimal(value),
        expected,
        reported,
        None if before is None else Decimal(before),
    )
    pace = schedule(2024) if linear else schedule(2024, QUARTERS)
    return judge_target(target, plan("A"), pace, date.fromisoformat(day), actual)


LEVEL = {"kind": "level", "baseline": {"kind": "zero"}}
FIXED = {"kind": "level", "baseline": {"kind": "fixed", "value": "100"}}
GROWING = {"kind": "level", "baseline": {"kind": "previous_year"}}
UNKNOWN = {"kind": "level", "baseline": {"kind": "unknown"}}
CEILING = {"comparator": "<=", "kind": "level"}


@pytest.mark.parametrize(
    ("judgement", "completion", "gap", "status"),
    [
        (judged("100"), "50", "0", Status.ON_PACE),
        (judged("90"), "45", "-5", Status.ON_PACE),  # on the threshold is not yet behind
        (judged("89"), "44.5", "-5.5", Status.BEHIND),
        (judged("70"), "35", "-15", Status.BEHIND),
        (judged("69"), "34.5", "-15.5", Status.FAR_BEHIND),
        (judged("0"), "0", "-50", Status.FAR_BEHIND),
        (judged("-20"), "-10", "-60", Status.FAR_BEHIND),
        (judged("200"), "100", "50", Status.DONE),
        (judged("250"), "125", "75", Status.DONE),
        # When the time is over a little short is short, as for a duty.
        (judged("199", "2024-12-31"), "99.5", "-0.5", Status.BEHIND),
        (judged("200", "2024-12-31"), "100", "0", Status.DONE),
        (judged("100", comparator="="), "50", "0", Status.ON_PACE),
        (judged("200", comparator="="), "100", "50", Status.DONE),
        (judged("100", comparator="~"), "50", "0", Status.ON_PACE),
        (judged("100", kind="deadline", span="campaign"), "50", "0", Status.ON_PACE),
        (judged("100", **LEVEL), "50", "0", Status.ON_PACE),
        (judged("150", **FIXED), "50", "0", Status.ON_PACE),
        (judged("100", **FIXED), "0", "-50", Status.FAR_BEHIND),
        (judged("90", **FIXED), "-10", "-60", Status.FAR_BEHIND),
        (judged("190", before="180", **GROWING), "50", "0", Status.ON_PACE),
        (judged("150", before="100", comparator="~", **GROWING), "50", "0", Status.ON_PACE),
        # A baseline is the start of a level only: sums start from nothing.
        (judged("100", baseline={"kind": "fixed", "value": "50"}), "50", "0", Status.ON_PACE),
    ],
)
def test_a_way_to_go(judgement: Judgement, completion: str, gap: str, status: Status) -> None:
    assert judgement.completion == Decimal(completion)
    assert judgement.gap == Decimal(gap)
    assert judgement.status is status
    assert judgement.reason is None


def test_thresholds_belong_to_the_plan() -> None:
    target = Target.model_validate(
        {
            "id": "t", "indicator": "members", "name": words("t"), "kind": "cumulative",
            "comparator": ">=", "value": "200", "unit": "n",
        }
    )  # fmt: skip
    strict = Thresholds(behind=Decimal(0), far_behind=Decimal(4))
    mine = plan("A").model_copy(update={"thresholds": strict})
    day = date.fromisoformat(HALF_YEAR)
    said = [
        judge_target(target, mine, schedule(2024, QUARTERS), day, Actual(Decimal(n), 10, 10)).status
        for n in (100, 99, 91)
    ]
    assert said == [Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND]


@pytest.mark.parametrize(
    ("judgement", "status", "reason"),
    [
        (judged(None), Status.NO_DATA, "no_report"),
        (judged(None, expected=10, reported=0, **CEILING), Status.NO_DATA, "no_report"),
        (judged("1", indicator=None, unmeasured=words("why")), None, "no_indicator"),
        (judged("150", **UNKNOWN), None, "no_baseline"),
        (judged("150", kind="level"), None, "no_baseline"),  # not said is not zero
        (judged("150", "2024-12-30", **UNKNOWN), None, "no_baseline"),
        (judged("150", "2024-12-31", **UNKNOWN), Status.BEHIND, "no_baseline"),
        (judged("150", **GROWING), None, "no_baseline"),  # no value at the end of last year
        # The goal was met before the year began: it is kept or it is not.
        (judged("150", before="200", **GROWING), Status.BEHIND, "baseline_reached"),
        (judged("199", before="300", **GROWING), Status.BEHIND, "baseline_reached"),
        (judged("200", **UNKNOWN), Status.DONE, None),
        (judged("210", before="200", **GROWING), Status.DONE, "baseline_reached"),
        (judged("200", **CEILING), Status.ON_PACE, None),
        (judged("200", "2024-12-31", **CEILING), Status.DONE, None),
        (judged("201", **CEILING), Status.FAR_BEHIND, None),
        (judged("201", "2024-12-31", **CEILING), Status.FAR_BEHIND, None),
    ],
)
def test_no_completion_is_said_where_there_is_no_way(
    judgement: Judgement, status: Status | None, reason: str | None
) -> None:
    assert (judgement.status, judgement.reason) == (status, reason)
    assert (judgement.completion, judgement.gap, judgement.gap_days) == (None, None, None)


@pytest.mark.parametrize(
    ("expected", "reported", "status"),
    [
        (10, 7, Status.INCOMPLETE),
        (10, 8, Status.ON_PACE),
        (5, 0, Status.INCOMPLETE),
        (0, 0, Status.ON_PACE),  # nobody owes anything: what is there is all there is
    ],
)
def test_too_few_reports_are_not_judged(expected: int, reported: int, status: Status) -> None:
    judgement = judged("100", expected=expected, reported=reported)
    assert judgement.status is status
    assert judgement.completion == 50


@pytest.mark.parametrize(
    ("judgement", "days"),
    [
        (judged("100", linear=True), 1),  # 50 % are due on 1 July, day 183; today is day 182
        (judged("50", linear=True), -90),  # 25 % on 1 April, day 92
        (judged("0", linear=True), -182),
        (judged("-5", linear=True), -182),
        (judged("400", linear=True), 184),  # never more ahead than to the year's last day
        (judged("100"), 0),
        (judged("40"), -91),  # 20 % on 31 March
    ],
)
def test_days_ahead_and_behind(judgement: Judgement, days: int | None) -> None:
    assert judgement.gap_days == days


def test_what_is_left_is_spread_over_the_months_left() -> None:
    judgement = judged("100")
    assert judgement.remaining == 100
    assert judgement.needed_per_month is not None
    assert round(judgement.needed_per_month, 4) == Decimal("16.6667")  # of six months
    assert judged("140", "2024-09-30").needed_per_month == 20  # of three, though they have 92 days
    assert judged("140", "2024-11-30").needed_per_month == 60  # the last month is to do it all
    half = judged("140", "2024-12-15").needed_per_month
    assert half == Decimal(60) * 31 / 16
    assert judged("250").remaining == 0
    assert judged("250").needed_per_month is None
    assert judged("150", "2024-12-31").needed_per_month is None
    assert judged("150", **CEILING).remaining == 50
    assert judged("230", **CEILING).remaining == -30


DOWN = {"kind": "level", "comparator": "<=", "value": "20"}
FROM_SIXTY = {**DOWN, "baseline": {"kind": "fixed", "value": "60"}}
FROM_LAST = {**DOWN, "baseline": {"kind": "previous_year"}}


@pytest.mark.parametrize(
    ("judgement", "completion", "gap", "status", "remaining", "behind"),
    [
        # from 60 down to 20; on 30 June 50 % are due, that is 40
        (judged("40", **FROM_SIXTY), "50", "0", Status.ON_PACE, "20", "0"),
        (judged("50", **FROM_SIXTY), "25", "-25", Status.FAR_BEHIND, "30", "-10"),
        (judged("43", **FROM_SIXTY), "42.5", "-7.5", Status.BEHIND, "23", "-3"),
        (judged("20", **FROM_SIXTY), "100", "50", Status.DONE, "0", "20"),
        (judged("10", **FROM_SIXTY), "125", "75", Status.DONE, "0", "30"),
        (judged("70", **FROM_SIXTY), "-25", "-75", Status.FAR_BEHIND, "50", "-30"),
        (judged("40", before="60", **FROM_LAST), "50", "0", Status.ON_PACE, "20", "0"),
        # and upwards: 100 of 200 by then, 130 done; from 100 to 200, at 140
        (judged("130"), "65", "15", Status.ON_PACE, "70", "30"),
        (judged("140", **FIXED), "40", "-10", Status.BEHIND, "60", "-10"),
    ],
)
def test_the_way_down_is_the_way_up_mirrored(
    judgement: Judgement, completion: str, gap: str, status: Status, remaining: str, behind: str
) -> None:
    assert (judgement.completion, judgement.gap) == (Decimal(completion), Decimal(gap))
    assert judgement.status is status
    assert judgement.remaining == Decimal(remaining)
    assert judgement.gap_value == Decimal(behind)


@pytest.mark.parametrize(
    ("judgement", "status", "reason"),
    [
        (judged("18", before="15", **FROM_LAST), Status.ON_PACE, "baseline_reached"),
        (judged("18", "2024-12-31", before="15", **FROM_LAST), Status.DONE, "baseline_reached"),
        (judged("21", before="15", **FROM_LAST), Status.FAR_BEHIND, "baseline_reached"),
        (judged("30", **FROM_LAST), None, "no_baseline"),
        (judged("20", **FROM_LAST), Status.DONE, None),
    ],
)
def test_a_way_down_without_a_way_is_a_ceiling(
    judgement: Judgement, status: Status | None, reason: str | None
) -> None:
    assert (judgement.status, judgement.reason) == (status, reason)
    assert judgement.completion is None


def reach(way: str, best: str, /, **said: object) -> Judgement:
    """A target of 200 on 30 June, with the way so far and the best pace per day."""
    days = ("2024-03-31", "2024-06-30")
    points = tuple(
        (date.fromisoformat(day), Decimal(value))
        for day, value in zip(days, way.split(), strict=True)
    )
    target = Target.model_validate(
        {
            "id": "t", "indicator": "members", "name": words("t"), "kind": "cumulative",
            "comparator": ">=", "value": "200", "unit": "n", **said,
        }
    )  # fmt: skip
    actual = Actual(points[-1][1], 10, 10, None, points, Fraction(best))
    pace = schedule(2024, QUARTERS)
    return judge_target(target, plan("A"), pace, date(2024, 6, 30), actual)


def test_a_target_goes_out_of_reach_on_a_day() -> None:
    # 184 days are left. 100 to do at 1 a day: the last 100 days begin after 22 September
    assert reach("60 100", "1").unreachable_on == date(2024, 9, 23)
    assert reach("60 100", "1").best_per_month == Decimal(184) / 6
    # at a half a day the whole year brings 183: it was never in reach
    assert reach("60 100", "0.5").unreachable_on == date(2023, 12, 31)
    # at 0.6 a day 100 take 166.7 days; on 17 July 167 are left
    assert reach("90 100", "0.6").unreachable_on == date(2024, 7, 18)
    assert reach("90 200", "0.6").unreachable_on is None
    # downwards from 60 to 20: 50 on 31 March and 45 now, 25 to go at a quarter a day: 100 days
    assert reach("50 45", "0.25", **FROM_SIXTY).unreachable_on == date(2024, 9, 23)
