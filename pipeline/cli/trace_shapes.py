"""``trace --json``: a number's way back to its cells."""

from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.noun import Language
from pipeline.queries.answers import Contribution, Trace


@dataclass(frozen=True)
class ContributionJson:
    """One entry of ``contributions`` in ``trace --json``."""

    role: str
    """numerator or denominator"""
    file: str
    sheet: str
    cell: str
    field: str
    value: str | None
    """what was stored from the cell"""
    amount: Decimal
    """what the cell adds to the sum"""
    carried: bool
    """whether it is of a missing unit's last report, and in the estimate only"""
    org_unit: str
    period: str
    submission: int
    version: int
    sha256: str
    reported: str | None
    """what the file says, where a superior corrected the cell"""
    correction: str | None
    """id of the correction"""
    correction_reason: str | None


@dataclass(frozen=True)
class TraceJson:
    """``trace --json``: a number, its cells, and the number recomputed from them."""

    indicator: str
    org_unit: str
    period: str
    span: str
    segment: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    recomputed_numerator: Decimal | None
    recomputed_denominator: Decimal | None
    recomputed_value: Decimal | None
    agrees: bool | None
    total_contributions: int
    contributions: tuple[ContributionJson, ...]
    estimate: Decimal | None
    """with missing units' last reports carried forward"""
    carried_numerator: Decimal | None
    carried_denominator: Decimal | None
    recomputed_estimate: Decimal | None
    total_carried: int
    carried: tuple[ContributionJson, ...]
    """cells carried forward; ``period`` is the one they were reported for"""
    as_of: str | None = None
    """only what was received by this day counts; null: the published figures"""
    tree: str = "then"
    """then: the tree of each period; now: today's"""


def trace_json(trace: Trace, language: Language) -> TraceJson:
    """A trace with all its cells."""
    return TraceJson(
        indicator=trace.indicator.id,
        org_unit=trace.unit.code,
        period=trace.period.code,
        span=trace.value.span,
        segment=trace.segment,
        value=trace.value.value,
        numerator=trace.value.numerator,
        denominator=trace.value.denominator,
        recomputed_numerator=trace.recomputed_numerator,
        recomputed_denominator=trace.recomputed_denominator,
        recomputed_value=trace.recomputed_value,
        agrees=trace.agrees,
        total_contributions=trace.total_contributions,
        contributions=tuple(contribution_json(c, language) for c in trace.contributions),
        estimate=trace.value.estimate,
        carried_numerator=trace.carried_numerator,
        carried_denominator=trace.carried_denominator,
        recomputed_estimate=trace.recomputed_estimate,
        total_carried=trace.total_carried,
        carried=tuple(contribution_json(c, language) for c in trace.carried),
    )


def contribution_json(cell: Contribution, language: Language) -> ContributionJson:
    """One cell."""
    note = cell.correction
    return ContributionJson(
        cell.role, cell.file, cell.sheet, cell.cell, cell.field, cell.value, cell.amount,
        cell.carried, cell.unit.code, cell.period, cell.submission, cell.version, cell.sha256,
        note.reported if note else None, note.id if note else None,
        note.reason.in_language(language) if note else None,
    )  # fmt: skip
