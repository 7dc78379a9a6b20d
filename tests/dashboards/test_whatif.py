"""What if: what is supposed stands in the address, and what would be beside what is."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dashboards.components.supposed import target_row
from dashboards.selection import parse, parse_whole
from dashboards.view import View
from pipeline.queries.answers import TargetSupposed
from tests.dashboards import fake
from tests.dashboards.fake_questions import questions
from tests.dashboards.reading import links, page, words

HERE = "/whatif?unit=X1&period=2026Q3"
CELL = "&reporter=X101&cell=membership.main.members"


def test_nothing_supposed_is_said() -> None:
    said = words(page(HERE))
    assert "还没有假设什么" in said
    assert "会变的指标" not in said


def test_late_reporters_are_supposed_by_an_address() -> None:
    assert "/whatif?unit=X1&period=2026Q3&late=yes" in links(page(HERE))
    said = words(page(HERE + "&late=yes"))
    assert "假定补报 5 份，1 个指标会变；什么也没有保存" in said
    assert "70.1% → 71.5%" in said


def test_a_target_is_shown_before_and_after() -> None:
    said = words(page(HERE + "&promise=x1_2026/t5&goal=90&lang=en"))
    assert " → 90" in said
    assert " → 77.9%" in said


def test_the_cells_of_the_chosen_reporter_are_offered_with_what_it_said() -> None:
    said = words(page(HERE + CELL))
    assert "会员表 › 会员" in said
    assert "现在是 180" in said
    assert "还没有假设什么" in said


def test_a_unit_without_a_report_that_counts_says_so_in_place_of_a_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "没有可以改的数" not in words(page(HERE + CELL))
    nothing = replace(questions.supposable(None, "X1", "2026Q3", "X101"), cells=())
    monkeypatch.setattr("tests.dashboards.fake_details.supposable", lambda *_: nothing)
    said = words(page(HERE + "&reporter=X101"))
    assert "这个单位没有可以改的数：它本期要报的表，本期和以前都没有一份计入" in said
    assert "选择栏目" not in said


def test_a_value_that_can_not_be_is_said_and_the_page_stays() -> None:
    said = words(page(HERE + CELL + "&figure=abc"))
    assert "没有这个可用的值：abc" in said
    assert "会员表 › 会员" in said


def test_everything_supposed_is_in_the_address() -> None:
    chosen = parse("/whatif", "?unit=X1" + CELL + "&figure=12&promise=p/t&goal=3&late=yes&x=1")
    again = parse_whole(chosen.href())
    assert again == chosen
    assert (chosen.figure, chosen.goal, chosen.late) == ("12", "3", "yes")


def test_before_and_after_are_shown_with_the_same_digits() -> None:
    """79.96 of 80 takes two digits; the 79.9 before it takes as many, and the goal stays one."""
    before = fake.TARGETS[4]
    near = replace(
        before, target=Decimal(80), actual=replace(before.actual, value=Decimal("79.96"))
    )
    far = replace(before, target=Decimal(80), actual=replace(before.actual, value=Decimal("79.9")))
    view = View.of(parse("whatif", HERE.partition("?")[2]))
    for pair in (TargetSupposed(far, near), TargetSupposed(near, far)):
        cells = words(target_row(pair, view))
        assert "79.90%" in cells
        assert "79.96%" in cells
        assert cells.count("80.00") == 1
        assert "80.0 " not in cells
