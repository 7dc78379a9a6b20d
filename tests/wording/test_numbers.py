"""Numbers, dates and data status as the visual language prescribes them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.definitions.catalogue import load
from pipeline.domain.noun import Bilingual
from pipeline.domain.period import parse_period
from pipeline.domain.product import CalendarYear, UnitWord
from pipeline.wording import dates, numbers, words

CONFIG = Path(__file__).parents[2] / "config"

PERSONS = Bilingual(zh="人", en="persons")
CALENDARS = {
    "calendar_year": CalendarYear(name=Bilingual(zh="公历年", en="Calendar year")),
    "statistical_year": CalendarYear(
        name=Bilingual(zh="统计年度", en="Statistical year"),
        prefix="SY",
        starts="10-01",
        year_before=True,
    ),
}


@dataclass
class Quantity:
    """What has values in some unit."""

    unit_label: Bilingual
    decimals: int = 1


def test_tables_show_full_digits_with_comma_and_round_half_up() -> None:
    assert numbers.number(44544) == "44,544"
    assert numbers.number(Decimal("0.125"), 2) == "0.13"
    assert numbers.number(Decimal("-2.5")) == "−3"
    assert numbers.number(Decimal("-0.4")) == "0"


def test_absent_is_a_dash_never_zero() -> None:
    assert numbers.number(None) == numbers.rate(None) == numbers.prose(None) == "—"
    assert numbers.difference(None) == numbers.points(None) == numbers.money(None) == "—"
    assert dates.short_date(None) == dates.full_date(None) == dates.record_date(None) == "—"
    assert numbers.number(0) == "0"


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (4454, "4454人", "4,454 persons"),
        (44544, "4.45万人", "44,544 persons"),
        (40000, "4万人", "40,000 persons"),
        (39998, "4.0万人", "39,998 persons"),
        (99_999_999, "1.0亿人", "100.0 million persons"),
        (120_000_000, "1.2亿人", "120 million persons"),
        (-44544, "−4.45万人", "−44,544 persons"),
    ],
)
def test_prose_uses_wan_and_yi_in_chinese_only(value: int, zh: str, en: str) -> None:
    assert numbers.prose(value, PERSONS, language="zh") == zh
    assert numbers.prose(value, PERSONS, language="en") == en


def test_money_is_in_wan_yuan_or_in_cny() -> None:
    assert numbers.money(Decimal(1_573_000)) == "157.3"
    assert numbers.money(Decimal(1_573_000), "en") == "1,573,000"
    assert numbers.money_prose(Decimal(1_573_000)) == "157.3万元"
    assert numbers.money_prose(Decimal(120_000_000)) == "1.2亿元"
    assert numbers.money_prose(Decimal(1_573_000), "en") == "CNY 1.57 million"


def test_rates_and_differences_of_rates_are_told_apart() -> None:
    assert numbers.rate(Decimal("70.05")) == "70.1%"
    assert numbers.prose(Decimal("70.05"), Bilingual(zh="%", en="%"), 1) == "70.1%"
    assert numbers.points(Decimal("0.449")) == "+0.45 个百分点"
    assert numbers.points(Decimal("-9.26"), language="en") == "−9.3 pp"
    assert numbers.difference(Decimal(1204)) == "+1,204"
    assert numbers.difference(0) == "0"
    assert numbers.share(2, 3) == "2/3"


def test_what_is_short_of_the_whole_is_not_rounded_up_to_it() -> None:
    given = ("99.9", "99.96", "99.9999", "100", "100.04", "-99.96")
    assert [numbers.percentage(Decimal(v)) for v in given] == [
        "99.9", "99.9", "99.9", "100.0", "100.0", "−100.0",
    ]  # fmt: skip
    assert [numbers.percentage(Decimal(v), 0) for v in ("99.6", "100.4")] == ["99", "100"]
    assert numbers.percentage(Decimal("99.996"), 2) == "99.99"
    assert numbers.rate(Decimal("99.96")) == "99.9%"
    assert numbers.prose(Decimal("99.96"), Bilingual(zh="%", en="%"), 1) == "99.9%"
    assert numbers.percentage(None) == "—"


def test_a_way_of_almost_no_length_gives_no_absurd_completion() -> None:
    """Baseline 80.00, target 80.01: a fall to 78.96 would be −10,400 % of that way."""
    given = [Decimal(v) for v in ("-10401.7", "-100.01", "-100", "-12.3", "99.96")]
    assert [numbers.completion(v) for v in given] == ["<−100", "<−100", "−100.0", "−12.3", "99.9"]
    assert [words.Words("en").percent(v) for v in (given[0], None)] == ["<−100%", "—"]
    assert [numbers.gap(Decimal(v)) for v in ("-10451.7", "-200", "8")] == [
        "<−200",
        "−200.0",
        "+8.0",
    ]
    assert numbers.rate(Decimal(-150)) == "−150.0%", "a rate may fall by any number"


def test_only_percentages_have_a_whole() -> None:
    value = Decimal("99.96")
    assert words.figure(value, Quantity(Bilingual(zh="%", en="%"))) == "99.9"
    assert words.figure(value, Quantity(Bilingual(zh="天", en="days"))) == "100.0"
    said = words.Words("zh")
    assert said.amount(value, Quantity(Bilingual(zh="%", en="%"))) == "99.9"
    assert said.amount(value, Quantity(Bilingual(zh="天", en="days"))) == "100.0"
    assert (said.bare_percent(value), said.percent(value), said.tenth(value)) == (
        "99.9", "99.9%", "100.0",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("label", "value", "zh", "en"),
    [
        (Bilingual(zh="人", en="persons"), "1191.2", "1,192人", "1,192 persons"),
        (Bilingual(zh="人", en="persons"), "32000", "32,000人", "32,000 persons"),
        (Bilingual(zh="元", en="CNY"), "584800", "58.48万元", "584,800 CNY"),
        (Bilingual(zh="元", en="CNY"), "350", "350元", "350 CNY"),
        (Bilingual(zh="万人", en="10 000 persons"), "0.1192", "1192人", "1,192 persons"),
    ],
)
def test_what_is_left_to_do_is_written_as_the_figures_beside_it(
    label: Bilingual, value: str, zh: str, en: str
) -> None:
    """1192人 stood beside 3,374人, and CNY 584,800 beside 4,522,200 CNY."""
    measured = Quantity(label, 0)
    assert words.Words("zh").still_needed(Decimal(value), measured) == zh
    assert words.Words("en").still_needed(Decimal(value), measured) == en


def test_a_unit_of_measure_agrees_with_its_number() -> None:
    unions = UnitWord(zh="个", en="unions", one="union")
    said = [numbers.prose(Decimal(n), unions, language="en") for n in ("1", "-1", "0", "2", "21")]
    assert said == ["1 union", "−1 union", "0 unions", "2 unions", "21 unions"]
    assert numbers.prose(Decimal(1), unions, 1, "en") == "1.0 unions"
    assert numbers.prose(Decimal(1), unions) == "1个"
    assert numbers.prose(Decimal(1), Bilingual(zh="分", en="marks"), language="en") == "1 marks"


def test_every_unit_of_the_configuration_has_its_english_singular() -> None:
    units = load(CONFIG).catalogue
    assert units is not None
    words = [unit.label for unit in units.product.units.values()]
    assert [word.en for word in words if word.en.endswith("s") and word.one is None] == []
    assert {word.en: word.one for word in words}["copies"] == "copy"


def test_dates_and_periods() -> None:
    day = date(2026, 7, 8)
    assert dates.short_date(day) == "7月8日"
    assert dates.short_date(day, "en") == "8 Jul"
    assert dates.full_date(day) == "2026年7月8日"
    assert dates.full_date(day, "en") == "8 Jul 2026"
    assert dates.record_date(day) == "2026-07-08"
    assert dates.record_moment(datetime(2026, 7, 8, 7, 5, 59)) == "2026-07-08 07:05"
    assert dates.record_moment(None) == "—"
    quarter = parse_period("2026Q2", CALENDARS)
    assert dates.months(quarter) == "4—6月"
    assert dates.months(quarter, "en") == "Apr–Jun"
    year = parse_period("SY2026", CALENDARS)
    assert dates.months(year) == "2025年10月—2026年9月"
    assert dates.months(year, "en") == "Oct 2025–Sep 2026"
    month = parse_period("2026M07", CALENDARS)
    assert dates.months(month, "en") == "Jul"
    assert dates.months(month) == "7月"


def test_data_status_line() -> None:
    end = date(2026, 6, 30)
    assert dates.data_status(42, 37, end) == "应报 42 · 已报 37 · 截至 6月30日"
    assert dates.data_status(42, 37, end, "en") == "37 of 42 reported · as of 30 Jun"
    assert dates.data_status(42, 37, end, "zh", 5) == "应报 42 · 已报 37 · 结转 5 · 截至 6月30日"
    assert dates.data_status(2800000, 1110, None) == "应报 2,800,000 · 已报 1,110"
    assert dates.data_status(2800000, 1110, None, "en") == "1,110 of 2,800,000 reported"
    assert dates.data_status(3, 0, None, "en", 2) == "0 of 3 reported · 2 carried over"
