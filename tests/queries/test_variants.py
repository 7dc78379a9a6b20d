"""A denominator or a window that an indicator does not have is told, and not shown as blank."""

import pytest

from pipeline.queries import questions
from pipeline.queries.questions import NotFound

from .office import Office


def test_a_window_that_figures_do_not_have_is_told(office: Office) -> None:
    with pytest.raises(NotFound) as found:
        questions.trace(office.reader, "rate", "C1", "2024Q1", span="century")
    assert found.value.message_zh == "没有这个时间窗：century。现有：period"
    told = questions.trace(office.reader, "rate", "C1", "2024Q1", span="period")
    assert told.value.span == "period"


def test_a_code_in_small_letters_is_told_as_it_is_written(office: Office) -> None:
    with pytest.raises(NotFound) as found:
        questions.overview(office.reader, "c1", "2024Q1")
    assert "C1" in found.value.near


def test_a_denominator_that_an_indicator_does_not_have_is_told(office: Office) -> None:
    for ask in (questions.trace, questions.indicator_page):
        with pytest.raises(NotFound) as found:
            ask(office.reader, "rate", "C1", "2024Q1", family="all")
        assert found.value.message_en.startswith("no such denominator: all")


@pytest.mark.parametrize("ask", [questions.trace, questions.indicator_page])
def test_a_segment_that_an_indicator_does_not_have_is_told(office: Office, ask) -> None:  # type: ignore[no-untyped-def]
    """Without figures it would read as a segment of which nobody reported anything."""
    with pytest.raises(NotFound) as found:
        ask(office.reader, "rate", "C1", "2024Q1", segment="unit.ownership=sate")
    assert found.value.message_zh.startswith("没有这个分组：unit.ownership=sate")
    assert found.value.message_en.startswith("no such segment: unit.ownership=sate")
