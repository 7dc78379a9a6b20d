"""Reporting periods in the spellings people use."""

import pytest

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
}  # fmt: skip


@pytest.mark.parametrize(("text", "code"), SPELLINGS.items())
def test_spellings_of_a_period(text: str, code: str) -> None:
    assert period_code(text, catalogue().calendars) == code


@pytest.mark.parametrize(
    "text", ["", "7-9月", "第三季度", "2024年1-9月", "2024年13月", "2024Q5", "12345678", "去年"]
)
def test_texts_that_name_no_period(text: str) -> None:
    assert period_code(text, catalogue().calendars) is None
