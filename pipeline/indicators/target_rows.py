"""Judged targets as rows of the tables that keep them."""

from decimal import Decimal
from typing import Any

from pipeline.domain.status import Status
from pipeline.indicators.scorecards import Judged
from pipeline.indicators.segments import key_of

FIRST_NUMBER = -1_000_000_000
"""Submission numbers of the product's own target reports, far below those of people's."""


def target_row(judged: Judged) -> tuple[object, ...]:
    """One row of ``target_value``."""
    plan, target, said = judged.plan, judged.target, judged.judgement
    return (
        plan.id, target.id, judged.position, plan.unit, target.indicator, key_of(target.segment),
        judged.period.code, rounded(judged.value, 10), target.value, rounded(said.baseline, 10),
        rounded(said.completion, 6), rounded(said.due, 6), rounded(said.gap, 6), said.gap_days,
        said.status.value if said.status else None, said.reason, rounded(said.remaining, 10),
        rounded(said.needed_per_month, 10), rounded(said.gap_value, 10), judged.schedule.way,
        ",".join(str(year) for year in judged.schedule.learned_from) or None,
        rounded(said.best_per_month, 10), said.unreachable_on, said.spans, said.spans_ended,
        said.spans_done, said.missed_on, judged.judged_in,
    )  # fmt: skip


def rounded(value: Decimal | None, places: int) -> Decimal | None:
    """A value as the table stores it."""
    return None if value is None else value.quantize(Decimal(1).scaleb(-places))


def system_rows(judged: list[Judged]) -> list[tuple[Any, ...]]:
    """Rows of ``system_targets``, one per target and quarter, with the period's days."""
    kept = [j for j in judged if j.period.kind == "quarter"]
    reports = sorted({(j.plan.unit, j.period.code) for j in kept})
    numbers = {key: FIRST_NUMBER - n for n, key in enumerate(reports)}
    return [
        (
            numbers[j.plan.unit, j.period.code], row, j.plan.unit, j.period.code, None,
            f"{j.plan.id}/{j.target.id}", rounded(j.judgement.completion, 4),
            rounded(j.judgement.due, 4), rounded(j.judgement.gap, 4),
            j.judgement.status is Status.DONE,
            j.judgement.status not in (None, Status.NO_DATA),
            j.period.start, j.period.end,
        )
        for row, j in enumerate(kept, start=1)
    ]  # fmt: skip


def version_rows(judged: Judged) -> list[tuple[object, ...]]:
    """Rows of ``target_version``: the target by each value that was set by the period's end."""
    return [
        (
            judged.plan.id, judged.target.id, judged.period.code, version.number, version.since,
            version.value, version.document.title.zh, version.document.title.en,
            version.document.number, version.document.issued_on, version.holds,
            rounded(version.judgement.completion, 6), rounded(version.judgement.gap, 6),
            version.judgement.status.value if version.judgement.status else None,
        )
        for version in judged.versions
    ]  # fmt: skip
