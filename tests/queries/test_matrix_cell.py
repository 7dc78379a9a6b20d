"""A cell of the matrix: nothing stands where nobody said anything."""

from datetime import date
from types import SimpleNamespace
from typing import cast

from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import DataStatus, PeriodRef, Value
from pipeline.queries.matrix import cell_of
from pipeline.queries.nouns import Nouns
from tests.indicators.small_catalogue import indicator

SPRING = PeriodRef(
    "2024Q1", Bilingual(zh="一季度", en="Q1"), "quarter", "calendar_year",
    date(2024, 1, 1), date(2024, 3, 31),
)  # fmt: skip
LOOK = ("x", "ownership=state", None, "period", "2024Q1")


def test_a_cell_without_any_figure_is_empty_and_one_of_an_absent_part_says_what_is_in() -> None:
    known = cast("Nouns", SimpleNamespace(
        indicators={"x": indicator("x", {"nature": "flow", "numerator": []})}
    ))  # fmt: skip
    assert cell_of(known, "U", LOOK, {}, SPRING) is None
    whole = Value(None, None, None, DataStatus(4, 1, None), "period")
    cell = cell_of(known, "U", LOOK, {("x", "default", "", "U", "2024Q1"): whole}, SPRING)
    assert cell is not None
    assert (cell.value, cell.data) == (None, whole.data)
