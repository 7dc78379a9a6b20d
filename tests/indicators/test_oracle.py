"""Figures, targets and scores against the oracle's, in worlds that Hypothesis invents.

``WORLDS=2000`` tries more of them than the usual few.
"""

import os

from hypothesis import HealthCheck, given, settings

from .comparing import compare
from .worlds import SideBySide, side_by_side

TOGETHER = 6
WORLDS = int(os.environ.get("WORLDS", "60"))


@settings(
    max_examples=WORLDS // TOGETHER,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="WORLDS" not in os.environ,
)
@given(side_by_side(TOGETHER))
def test_every_figure_target_and_score_is_what_the_design_says(invented: SideBySide) -> None:
    assert compare(invented).different == {}
