"""What the pages say of a value while reports are missing, and of a year that is not over."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from dashboards.components import parts
from dashboards.components.targets import actual
from dashboards.components.trend import figure, trend
from dashboards.pages.indicator import body, by_segment
from dashboards.selection import Selection
from dashboards.view import View
from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import Comparison, DataStatus, Forecast
from tests.dashboards import fake_details
from tests.dashboards.fake import BY_ID, NOW, TARGETS
from tests.dashboards.fake_questions import questions
from tests.dashboards.reading import labels, only, words

ZH, EN = View.of(Selection(unit="X1", period="2026Q3")), View.of(Selection(language="en"))
COVERAGE = TARGETS[4]
KNOWN = replace(COVERAGE.actual, low=Decimal("62.05"), high=Decimal("74.3"))


def test_a_value_says_between_what_it_will_lie_and_still_is_what_was_reported() -> None:
    shown = actual(replace(COVERAGE, actual=KNOWN), ZH)
    assert shown.title == "按未报单位自己的往期，报齐后在 62.1 至 74.3 % 之间"  # type: ignore[union-attr]
    assert labels(shown) == [f"70.1 %，{shown.title}"]  # type: ignore[union-attr]
    assert parts.between(KNOWN, COVERAGE, EN) == "62.1 to 74.3 %"


def test_without_bounds_nothing_is_added() -> None:
    assert labels(actual(COVERAGE, ZH)) == []


YEAR_END = replace(NOW, code="2026Q4", label=Bilingual(zh="2026年第四季度", en="Q4 2026"),
                   start=date(2026, 10, 1), end=date(2026, 12, 31))  # fmt: skip


def test_the_trend_goes_on_dotted_to_the_years_end_with_its_interval() -> None:
    told = Forecast(Decimal("72.5"), Decimal(70), Decimal(75), Decimal(71), 18,
                    Decimal("3.14"), Decimal("12.5"), (YEAR_END,))  # fmt: skip
    drawn = figure(fake_details.trend(True), BY_ID["coverage"], ZH, told)
    _, actual_line, interval, way = drawn["data"]  # type: ignore[misc]
    assert (interval["x"], interval["y"]) == (["2026Q4", "2026Q4"], [70, 75])
    assert way["x"] == [actual_line["x"][-1], "2026Q4"]
    assert way["y"] == [actual_line["y"][-1], 72.5]
    axis = drawn["layout"]["xaxis"]  # type: ignore[index]
    assert axis["categoryarray"][-1] == "2026Q4"
    assert len(axis["ticktext"]) == len(axis["categoryarray"])
    told_words = "".join(words(trend(fake_details.trend(True), BY_ID["coverage"], ZH, told)))
    assert "年末预计 72.5% (70.0 至 75.0)" in told_words
    without = figure(fake_details.trend(True), BY_ID["coverage"], ZH)
    assert len(without["data"]) == 2  # type: ignore[arg-type]


def test_a_forecast_shows_its_interval_and_how_such_forecasts_did() -> None:
    told = Forecast(Decimal("4210.4"), Decimal(3900), Decimal("4400.6"), Decimal(3958), 18,
                    Decimal("3.14"), Decimal("12.5"), (YEAR_END,))  # fmt: skip
    answer = questions.indicator_page(object(), "new_members", "X1", NOW.code)
    said = "".join(map(words, body(replace(answer, forecast=told), ZH)))
    assert "年末预计4210人 (3,900 至 4,401)" in said
    assert "用往年试过 18 次，误差 3.1%，按直线推算误差 12.5%" in said
    assert "年末预计" not in "".join(map(words, body(answer, ZH)))


def test_parts_of_a_count_have_no_column_of_denominators() -> None:
    rate = questions.indicator_page(object(), "coverage", "X1", NOW.code)
    count = replace(
        rate, segments=tuple(
            replace(one, value=replace(one.value, denominator=None)) for one in rate.segments
        ),
    )  # fmt: skip
    heads = []
    for answer in (rate, count):
        section = by_segment(answer, ZH)
        assert section is not None
        rows = only(section, "Tr")
        heads.append((len(only(rows[0], "Th")), {len(row.children) for row in rows[1:]}))
    assert heads == [(3, {3}), (2, {2})]


def test_a_figure_says_how_it_changed_and_what_it_is_compared_with() -> None:
    data = DataStatus(42, 40, NOW.end)
    told = Comparison("year_before", replace(NOW, label=Bilingual(zh="去年", en="last year")),
                      "to_date", False, Decimal(4210), Decimal(4000), Decimal(210),
                      Decimal("5.25"), data, replace(data, reported=30), False, True,
                      None)  # fmt: skip
    answer = questions.indicator_page(object(), "new_members", "X1", NOW.code)
    said = "".join(map(words, body(replace(answer, changes=(told,)), ZH)))
    assert "同比+5.3%累计 4,210，去年累计 4,000报齐程度不同：已报 40/42，那一期 30/42" in said
    none = replace(told, before=None, difference=None, percent=None, uneven=False,
                   reason="zero_base")  # fmt: skip
    said = "".join(map(words, body(replace(answer, changes=(none,)), ZH)))
    assert "同比—累计 4,210，去年累计 —那一期为 0，不算百分比" in said
