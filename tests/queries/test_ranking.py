"""The order of the units below: by rank, then too incomplete for one, then without a figure."""

from decimal import Decimal

from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import DataStatus, UnitRef, Value
from pipeline.queries.indicator import ranked
from tests.indicators.small_catalogue import indicator

SAID = {"nature": "flow", "direction": "higher_better", "numerator": []}


def below(code: str, amount: int | None, reported: int = 1) -> tuple[UnitRef, Value]:
    value = None if amount is None else Decimal(amount)
    unit = UnitRef(code, Bilingual(zh=code, en=code), "county", False)
    return unit, Value(value, value, None, DataStatus(4, reported, None), "period")


def test_who_has_no_figure_stands_last_and_who_reported_too_little_has_no_rank() -> None:
    units = [below("silent", None, 0), below("few", 9, 1), below("less", 3, 4),
             below("most", 7, 4), below("as_much", 7, 4)]  # fmt: skip
    told = [(one.unit.code, one.rank) for one in ranked(indicator("x", SAID), units)]
    assert told == [("most", 1), ("as_much", 1), ("less", 3), ("few", None), ("silent", None)]
