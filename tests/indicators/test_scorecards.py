"""Plans over stored values: changed targets, years together, learned schedules, by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.domain.period import parse_period
from pipeline.domain.plan import Plan, Target
from pipeline.domain.status import Status
from pipeline.indicators.actuals import Measured, Past
from pipeline.indicators.scorecards import Judged, judge_periods

from .small_catalogue import catalogue, definitions, plan, words

NOTICE = {"title": words("notice"), "number": "示例〔2024〕3号", "issued_on": "2024-06-20"}


def past(indicator: str, span: str, said: str, reported: int = 10) -> Past:
    """Values at unit A by period: 2023Q1=10 2023Q2=30 …; ten units owe reports."""
    values = {
        (indicator, "", "A", code, of): Measured(Decimal(value), 10, reported)
        for code, value in (one.split("=") for one in said.split())
        for of in {span, "period" if len(code) == 4 else span}
    }
    return Past(values, replace(catalogue((), "A", indicator), plans={}))


def judged(
    known: Past, code: str, /, of: dict[str, object] | None = None, **said: object
) -> Judged:
    """A target of unit A for 2024, judged at the end of a period."""
    name = next(iter(known.values))[0]
    target = Target.model_validate(
        {
            "id": "t", "indicator": name, "name": words("t"), "kind": "cumulative",
            "comparator": ">=", "value": "200", "unit": "n", **said,
        }
    )  # fmt: skip
    mine: Plan = plan("A").model_copy(update={"calendar": "calendar_year", **(of or {})})
    period = parse_period(code, definitions().calendars)
    return next(judge_periods(1, target, mine, [period], known))


SUMS = "2024Q1=30 2024Q2=100 2024Q3=150"
CHANGE = [{"since": "2024-07-01", "value": "250", "document": NOTICE}]


def test_a_changed_target_is_judged_by_the_value_that_holds_on_the_day() -> None:
    known = past("people_reached", "to_date", SUMS)
    before = judged(known, "2024Q2", changes=CHANGE)
    assert (before.judgement.completion, before.versions) == (50, ())
    after = judged(known, "2024Q3", changes=CHANGE)
    assert after.target.value == 250
    assert after.judgement.completion == 60
    assert [(v.number, v.value, v.since, v.holds) for v in after.versions] == [
        (1, 200, None, False),
        (2, 250, date(2024, 7, 1), True),
    ]
    # 150 of 200 and of 250, both against 274 of 366 days
    assert [v.judgement.completion for v in after.versions] == [75, 60]
    assert [v.judgement.status for v in after.versions] == [Status.ON_PACE, Status.BEHIND]
    assert after.versions[1].document.number == "示例〔2024〕3号"


def test_years_together_are_added_and_their_line_is_straight() -> None:
    known = past("people_reached", "to_date", "2023=40 2024=110 2024Q2=50 2025Q2=30")
    years = {"span": "multi_year", "from_year": "2023", "to_year": "2025"}
    second = judged(known, "2024Q2", **years)
    assert (second.value, second.judgement.completion) == (90, 45)
    # 365 + 182 of 365 + 366 + 365 days
    assert round(second.judgement.due or 0, 4) == Decimal("49.9088")
    third = judged(known, "2025Q2", **years)
    assert (third.value, third.judgement.completion) == (180, 90)
    gap = past("people_reached", "to_date", "2024=110 2025Q2=30")
    assert judged(gap, "2025Q2", **years).judgement.status is Status.NO_DATA


def test_a_level_over_years_starts_before_the_first_of_them() -> None:
    known = past("members", "period", "2022=100 2023=140 2024Q2=160")
    level = {"kind": "level", "baseline": {"kind": "previous_year"}}
    years = {"span": "multi_year", "from_year": "2023", "to_year": "2025"}
    assert judged(known, "2024Q2", **level, **years).judgement.completion == 60
    assert round(judged(known, "2024Q2", **level).judgement.completion or 0, 4) == Decimal(
        "33.3333"
    )


@pytest.mark.parametrize("code", ["2025Q2", "2026Q1"])
def test_a_promise_of_one_year_is_not_judged_in_the_next(code: str) -> None:
    known = past("people_reached", "to_date", "2024Q2=50 2025Q2=30 2026Q1=1")
    with pytest.raises(StopIteration):
        judged(known, code)
    with pytest.raises(StopIteration):
        judged(known, "2026Q1", span="multi_year", from_year="2024", to_year="2025")


YEAR = "{0}Q1=10 {0}Q2=30 {0}Q3=60 {0}Q4=100"
LEARNED = {"schedule": "learned"}


def test_a_learned_schedule_says_from_which_years_and_else_is_straight_and_says_so() -> None:
    both = f"{YEAR.format(2022)} {YEAR.format(2023)} 2024Q2=60"
    found = judged(past("people_reached", "to_date", both), "2024Q2", of=LEARNED)
    assert (found.schedule.way, found.schedule.learned_from) == ("learned", (2022, 2023))
    assert (found.judgement.completion, found.judgement.due) == (30, 30)
    one = past("people_reached", "to_date", f"{YEAR.format(2023)} 2024Q2=60")
    line = judged(one, "2024Q2", of=LEARNED)
    assert (line.schedule.way, line.schedule.learned_from) == ("linear", ())
    assert round(line.judgement.due or 0, 4) == Decimal("49.7268")


def test_years_with_too_few_reports_teach_nothing_and_set_no_pace() -> None:
    both = f"{YEAR.format(2022)} {YEAR.format(2023)} 2024Q2=60"
    poor = judged(past("people_reached", "to_date", both, reported=7), "2024Q2", of=LEARNED)
    assert poor.schedule.way == "linear"
    assert poor.judgement.best_per_month is None
    assert poor.judgement.unreachable_on is None
    assert poor.judgement.status is Status.INCOMPLETE


def test_what_is_left_is_held_against_the_best_quarter_ever() -> None:
    both = f"{YEAR.format(2022)} {YEAR.format(2023)} 2024Q1=10 2024Q2=60"
    found = judged(past("people_reached", "to_date", both), "2024Q2")
    # the best: 50 in the 91 days of 2024Q2; at the start 366 days could bring 201
    # on 31 March 275 days could bring 151 and 10 were done: lost after 2.2 days without any
    assert found.judgement.unreachable_on is not None
    assert found.judgement.unreachable_on == date(2024, 1, 3)
