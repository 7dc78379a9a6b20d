"""同比 and 环比 under the figures of targets: switched by the address, absent where unsure."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dashboards.components.against import against
from dashboards.components.targets import target_table
from dashboards.selection import Selection, parse
from dashboards.view import View
from dashboards.words import text_in
from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import Comparison, DataStatus
from tests.dashboards import fake
from tests.dashboards.fake import NOW

YEAR = View.of(Selection("targets", compare="year_before"))
OFF = View.of(Selection("targets"))
DATA = DataStatus(42, 40, NOW.end)
LAST = replace(NOW, label=Bilingual(zh="去年", en="last year"))
MORE = Comparison("year_before", LAST, "to_date", False, Decimal(4210), Decimal(4000), Decimal(210),
                  Decimal("5.25"), DATA, DATA, False, False, None)  # fmt: skip
ROW = replace(fake.TARGETS[0], changes=(MORE, replace(MORE, against="period_before")))


def said(view: View, change: Comparison = MORE) -> list[str]:
    return [text_in(part) for part in against(replace(ROW, changes=(change,)), view)]


def test_the_change_stands_under_the_figure_where_the_address_asks_for_it() -> None:
    assert said(YEAR) == ["同比 +5.3%"]
    assert said(OFF) == []
    assert said(View.of(Selection("targets", compare="period_before"))) == []
    english = View.of(Selection("targets", language="en", compare="year_before"))
    assert said(english) == ["Year on year +5.3%"]
    assert "同比 +5.3%" in text_in(target_table([ROW], None, YEAR))
    assert "同比" not in text_in(target_table([ROW], None, OFF))


@pytest.mark.parametrize(
    "change",
    [
        replace(MORE, before=None, difference=None, percent=None, reason="no_base"),
        replace(MORE, before=Decimal(0), percent=None, reason="zero_base"),
        replace(MORE, uneven=True, data_before=replace(DATA, reported=30)),
    ],
)
def test_what_has_no_sound_base_says_nothing_and_no_zero(change: Comparison) -> None:
    assert said(YEAR, change) == []


def test_both_figures_and_what_to_know_stand_behind_it() -> None:
    (line,) = against(ROW, YEAR)
    assert "去年累计" in line.title
    carried = replace(MORE, is_estimate=True)
    (line,) = against(replace(ROW, changes=(carried,)), YEAR)
    assert "含结转" in line.title


def test_the_address_keeps_the_choice_and_drops_rubbish() -> None:
    assert YEAR.selection.href() == "/targets?compare=year_before"
    assert parse("/overview", "?compare=year_before").compare == "year_before"
    assert parse("/overview", "?compare=always").compare == ""
