"""What the pages say of a value while reports are missing."""

from dataclasses import replace
from decimal import Decimal

from dashboards.components import parts
from dashboards.components.targets import actual
from dashboards.selection import Selection
from dashboards.view import View
from tests.dashboards.fake import TARGETS
from tests.dashboards.reading import labels

ZH, EN = View.of(Selection(unit="X1", period="2026Q3")), View.of(Selection(language="en"))
COVERAGE = TARGETS[4]
KNOWN = replace(COVERAGE.actual, low=Decimal("62.05"), high=Decimal("74.3"))


def test_a_value_says_between_what_it_will_lie_and_still_is_what_was_reported() -> None:
    shown = actual(replace(COVERAGE, actual=KNOWN), ZH)
    assert shown.title == "按未报单位自己的往期，报齐后在 62.1 至 74.3 % 之间"  # type: ignore[union-attr]
    assert labels(shown) == [f"70.1 %，{shown.title}"]  # type: ignore[union-attr]
    assert parts.between(KNOWN, COVERAGE, EN) == "62.1 to 74.3 %"


def test_without_bounds_nothing_is_added() -> None:
    assert labels(actual(COVERAGE, ZH)) == []
