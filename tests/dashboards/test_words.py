"""Words of the pages that differ from those of reports."""

from datetime import date
from decimal import Decimal

from dash import html

from dashboards.selection import parse
from dashboards.view import View
from dashboards.words import text_in
from pipeline.domain.noun import Bilingual
from pipeline.domain.product import UnitWord
from pipeline.queries.answers import IndicatorRef, PeriodRef

LABEL = Bilingual(zh="2024统计年度", en="statistical year 2024")
YEAR = PeriodRef(
    "SY2024", LABEL, "year", "statistical_year", date(2023, 10, 1), date(2024, 9, 30)
)  # fmt: skip


def test_a_year_that_begins_in_october_is_told_with_its_months() -> None:
    chinese, english = (View.of(parse("/overview", f"?lang={lang}")) for lang in ("zh", "en"))
    assert chinese.period(YEAR) == "2024统计年度（2023年10月—2024年9月）"
    assert english.period(YEAR) == "statistical year 2024 (Oct 2023–Sep 2024)"
    assert chinese.months(YEAR) == "2024统计年度"


def test_a_word_beside_a_number_in_a_component_agrees_with_it() -> None:
    english = View.of(parse("/overview", "?lang=en"))
    said = {
        number: english.rich("overview.units", reported=html.B(number), expected=["1", "2"])
        for number in ("1", "7")
    }
    assert [text_in(parts) for parts in said.values()] == [
        "1 of 12 units has reported", "7 of 12 units have reported",
    ]  # fmt: skip
    assert isinstance(said["1"][0], html.B)


def test_a_unit_behind_a_one_is_in_the_singular() -> None:
    english = View.of(parse("/overview", "?lang=en"))
    unions = IndicatorRef(
        "unions", LABEL, "x", "union", UnitWord(zh="个", en="unions", one="union"), 0, "stock",
        "higher_better", core=True,
    )  # fmt: skip
    assert english.unit(unions) == english.unit(unions, Decimal(2)) == "unions"
    assert english.unit(unions, Decimal("1.2")) == "union", "printed as 1"
    assert english.in_prose(Decimal(1), unions) == "1 union"
