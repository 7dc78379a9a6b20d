"""Targets in the order of a report: what stands first, what is named, what can be said of each."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from pipeline.domain.status import Status
from pipeline.queries.answers import TargetRow
from pipeline.wording.reasons import reason_key
from pipeline.wording.statuses import WORST_FIRST

WORST = (Status.FAR_BEHIND, Status.BEHIND)
SAID = (
    Status.DONE, Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND, Status.INCOMPLETE,
    Status.NO_DATA,
)  # fmt: skip
"""The order in which a sentence counts statuses."""
RANKED_BY = "unionisation_rate"


def worst_first(rows: Sequence[TargetRow]) -> list[TargetRow]:
    """By status, the worst first, then by gap; those that are not judged at the end."""
    order = {status: place for place, status in enumerate(WORST_FIRST)}

    def place(row: TargetRow) -> tuple[int, bool, Decimal]:
        status = order[row.status] if row.status else len(order)
        return status, row.gap is None, row.gap or Decimal(0)

    return sorted(rows, key=place)


def late(rows: Sequence[TargetRow]) -> list[TargetRow]:
    """Targets behind or far behind, the furthest first."""
    return [row for row in worst_first(rows) if row.status in WORST]


def status_counts(rows: Sequence[TargetRow]) -> Counter[Status]:
    """How many targets have which status."""
    return Counter(row.status for row in rows if row.status)


def started_beyond(row: TargetRow) -> bool:
    """Whether the baseline had reached the target, so that there is no way to measure."""
    return (
        row.comparator != "<=" and row.baseline is not None and row.kind == "level"
        and row.baseline >= row.target
    )  # fmt: skip


def completion(row: TargetRow) -> Decimal | None:
    """The completion as answered, where it has a meaning."""
    return None if started_beyond(row) else row.completion


def gap(row: TargetRow) -> Decimal | None:
    """Points against the schedule, where they have a meaning and work is still to be done."""
    return None if started_beyond(row) or row.status is Status.DONE else row.gap


def why_no_bar(row: TargetRow) -> str:
    """The key of the phrase that says why a target has no bar."""
    if started_beyond(row):
        return "report.started_beyond"
    if row.actual.value is not None and row.is_ceiling:
        over = row.actual.value > row.target
        return "report.over_ceiling" if over else "report.under_ceiling"
    if row.status is Status.DONE:
        return "report.reached"
    return reason_key(row.reason) or "reason.no_report"


def trend_choices(rows: Sequence[TargetRow]) -> list[TargetRow]:
    """Targets worth a trend: core indicators first, the worst first among equals. What is owed
    anew in each quarter comes in only where nothing else is: the line runs from the year's start.
    """
    able = [row for row in worst_first(rows) if row.indicator and row.actual.value is not None]
    able = [row for row in able if row.duty_span in (None, "year")] or able
    able.sort(key=lambda row: not (row.indicator and row.indicator.core))
    return able


def ranking_choices(rows: Sequence[TargetRow], others: Sequence[str]) -> list[str]:
    """Indicators by which the units below may be compared, the first choice first."""
    return [RANKED_BY, *(row.indicator.id for row in worst_first(rows) if row.indicator), *others]
