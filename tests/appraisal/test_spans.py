"""Which span an item reads: a stock has no figure from the year's start on."""

import pytest

from pipeline import run
from pipeline.appraisal.figures import span_for
from tests.journey.steps import CONFIG


@pytest.mark.parametrize(
    ("indicator", "asked", "span"),
    [
        ("new_members", None, "to_date"),
        ("new_members", "period", "period"),
        ("new_members", "to_date", "to_date"),
        ("members_total", None, "period"),
        ("members_total", "to_date", "period"),
        ("unionisation_rate", "to_date", "period"),
    ],
)
def test_an_item_reads_a_span_its_indicator_has(
    indicator: str, asked: str | None, span: str
) -> None:
    assert span_for(run.load([CONFIG]).indicators[indicator], asked) == span
