"""Words of the pages that differ from those of reports."""

from datetime import date

from dashboards.selection import parse
from dashboards.view import View
from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import PeriodRef

LABEL = Bilingual(zh="2024统计年度", en="statistical year 2024")
YEAR = PeriodRef(
    "SY2024", LABEL, "year", "statistical_year", date(2023, 10, 1), date(2024, 9, 30)
)  # fmt: skip


def test_a_year_that_begins_in_october_is_told_with_its_months() -> None:
    chinese, english = (View.of(parse("/overview", f"?lang={lang}")) for lang in ("zh", "en"))
    assert chinese.period(YEAR) == "2024统计年度（2023年10月—2024年9月）"
    assert english.period(YEAR) == "statistical year 2024 (Oct 2023–Sep 2024)"
    assert chinese.months(YEAR) == "2024统计年度"
