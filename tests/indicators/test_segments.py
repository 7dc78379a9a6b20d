"""Which segments of an indicator are computed."""

from types import SimpleNamespace
from typing import cast

from pipeline.indicators.segments import Declared, segments_of

from .small_catalogue import indicator


def test_what_is_scored_or_promised_of_another_indicator_is_not_computed_of_this_one() -> None:
    state, private = {"ownership": "state"}, {"ownership": "private"}
    asked = [SimpleNamespace(indicator="mine", segment=state),
             SimpleNamespace(indicator="others", segment=private)]  # fmt: skip
    promised = SimpleNamespace(targets=asked, scoring=None)
    scored = SimpleNamespace(targets=(), scoring=SimpleNamespace(items=asked))
    mine = indicator("mine", {"numerator": [], "nature": "flow"})
    for plan in (promised, scored):
        declared = cast("Declared", SimpleNamespace(plans={"plan": plan}))
        assert segments_of(mine, declared) == ["", "ownership=state"]
