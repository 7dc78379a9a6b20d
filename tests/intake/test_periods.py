"""Reporting periods in the spellings people use."""

import pytest

from pipeline.domain.product import CalendarYear
from pipeline.intake.period_words import period_code
from tests.intake.county import catalogue

SPELLINGS = {
    "2024Q3": "2024Q3", "2024年第三季度（2024Q3）": "2024Q3", "2024年第三季度": "2024Q3",
    "2024年三季度": "2024Q3", "2024年3季度": "2024Q3", "2024 年第 3 季度": "2024Q3",
    "2024年度第三季度": "2024Q3", "2024年7—9月": "2024Q3", "2024年7-9月": "2024Q3",
    "2024年7月至9月": "2024Q3", "2024年7～9月": "2024Q3", "2024.7-9月": "2024Q3",
    "２０２４年第四季度": "2024Q4", "2024年度": "2024", "2024年": "2024", "2024": "2024",
    "2024年1—12月": "2024", "2024年上半年": "2024H1", "2024年1-6月": "2024H1",
    "2024H2": "2024H2", "2024年9月": "2024M09", "2024年09月份": "2024M09", "2024.9": "2024M09",
    "2024-09": "2024M09", "2024M09": "2024M09", "2024统计年度第三季度": "SY2024Q3",
    "SY2024Q3": "SY2024Q3", "西坪镇2024年三季度会员表.xlsx": "2024Q3",
    "SY2024": "SY2024", "2024统计年度": "SY2024", "SY2024年三季度": "SY2024Q3",
    "2024统计年度10-12月": "SY2024Q1", "2024统计年度7—9月": "SY2024Q4",
    "截至2024年9月30日": "2024M09", "2024年9月30日止": "2024M09",
    "2024年10月8日报来的2024年三季度会员表.xlsx": "2024Q3",
}  # fmt: skip


@pytest.mark.parametrize(("text", "code"), SPELLINGS.items())
def test_spellings_of_a_period(text: str, code: str) -> None:
    assert period_code(text, catalogue().calendars) == code


BUDGET = CalendarYear.model_validate(
    {"name": {"zh": "预算年度（3月21日起）", "en": "Budget year (from 21 March)"}, "prefix": "BY",
     "starts": "03-21"}
)  # fmt: skip
BUDGET_SPELLINGS = {
    # the first calendar is meant where none is named; its month is called by the day it ends
    "2024年第一季度": "BY2024Q1", "2024年4—6月": "BY2024Q1", "2024年1-3月": "BY2023Q4",
    "2024年4月": "BY2024M01", "2024年3月": "BY2023M12", "2024": "BY2024", "BY2024H2": "BY2024H2",
    "2024年1—12月": None,
    "2024预算年度1-3月": "BY2024Q4", "2024预算年度": "BY2024",
    "2024统计年度10-12月": "SY2024Q1", "SY2024": "SY2024",
}  # fmt: skip


@pytest.mark.parametrize(("text", "code"), BUDGET_SPELLINGS.items())
def test_the_declared_calendars_say_what_a_period_is(text: str, code: str | None) -> None:
    statistical = catalogue().calendars["statistical_year"]
    assert period_code(text, {"budget": BUDGET, "statistical_year": statistical}) == code


@pytest.mark.parametrize(
    "text",
    ["", "7-9月", "第三季度", "2024年1-9月", "2024年13月", "2024Q5", "12345678", "去年",
     "2024年10月8日", "填报日期：2024 年 10 月 8 日", "2024年10月8号"],
)  # fmt: skip
def test_texts_that_name_no_period(text: str) -> None:
    assert period_code(text, catalogue().calendars) is None
