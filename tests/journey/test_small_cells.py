"""A breakdown of hardship files by cause never shows a handful of families."""

from pathlib import Path

from pipeline.queries import questions
from pipeline.warehouse.reader import Reader

from .conftest import Step

PERSONS = "hardship_archives_active"


def test_no_small_count_is_shown_and_none_can_be_worked_out(data: Path, first: Step) -> None:
    reader = Reader(data)
    unit, period = questions.default_selection(reader)
    assert first.ingestion.publication is not None
    page = questions.indicator_page(reader, PERSONS, unit, period)
    towns = [child.unit.code for child in page.children]
    concealed = 0
    for code in (unit, *towns):
        page = questions.indicator_page(reader, PERSONS, code, period)
        for dimension in {s.segment.partition("=")[0] for s in page.segments}:
            mine = [s.value for s in page.segments if s.segment.startswith(f"{dimension}=")]
            shown = [v.numerator for v in mine if not v.concealed and v.numerator]
            hidden = [v for v in mine if v.concealed]
            assert all(count >= 5 for count in shown)
            assert all(v.numerator is None and v.value is None for v in hidden)
            assert len(hidden) != 1 or not shown, "the total would give a single one away"
            concealed += len(hidden)
    assert concealed > 0


def test_a_concealed_figure_has_no_trace(data: Path, first: Step) -> None:
    reader = Reader(data)
    unit, period = questions.default_selection(reader)
    page = questions.indicator_page(reader, PERSONS, unit, period)
    hidden = next(s for s in page.segments if s.value.concealed)
    traced = questions.trace(reader, PERSONS, unit, period, segment=hidden.segment)
    assert (traced.contributions, traced.recomputed_numerator) == ((), None)
