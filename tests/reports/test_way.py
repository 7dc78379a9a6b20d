"""Where a target has no way to it, because what was there before had reached it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.reports.targets import started_beyond
from tests.dashboards.fake import TARGETS


@pytest.mark.parametrize(
    ("baseline", "comparator", "beyond"),
    [("79", ">=", False), ("80", ">=", True), ("81", ">=", True), ("81", "<=", False),
     (None, ">=", False)],
)  # fmt: skip
def test_a_start_at_the_target_leaves_no_way(
    baseline: str | None, comparator: str, beyond: bool
) -> None:
    start = None if baseline is None else Decimal(baseline)
    row = replace(
        TARGETS[0], kind="level", comparator=comparator, baseline=start, target=Decimal(80)
    )
    assert started_beyond(row) is beyond
    assert not started_beyond(replace(row, kind="flow"))
