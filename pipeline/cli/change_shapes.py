"""The JSON of 同比 and 环比, as ``show`` prints it."""

from dataclasses import dataclass
from decimal import Decimal

from pipeline.queries.answers import Comparison


@dataclass(frozen=True)
class ChangeJson:
    """One entry of ``changes`` in ``show --json``: a figure against that of an earlier period."""

    against: str
    """year_before (同比), period_before (环比)"""
    period: str | None
    """the earlier period; null where there are no data of it"""
    span: str
    value: Decimal | None
    before: Decimal | None
    difference: Decimal | None
    percent: Decimal | None
    is_estimate: bool
    uneven: bool
    expected: int
    reported: int
    expected_before: int
    reported_before: int
    reason: str | None


def change_json(found: Comparison) -> ChangeJson:
    """One comparison."""
    return ChangeJson(
        against=found.against,
        period=found.period.code if found.period else None,
        span=found.span,
        value=found.value,
        before=found.before,
        difference=found.difference,
        percent=found.percent,
        is_estimate=found.is_estimate,
        uneven=found.uneven,
        expected=found.data.expected,
        reported=found.data.reported,
        expected_before=found.data_before.expected,
        reported_before=found.data_before.reported,
        reason=found.reason,
    )
