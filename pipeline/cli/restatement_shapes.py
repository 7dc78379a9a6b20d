"""The JSON of ``restatements``."""

from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.noun import Language
from pipeline.queries.answers import (
    Cause,
    FreezeRef,
    Rejudged,
    Restatement,
    RestatementList,
    Terms,
)

NO_RATE = Terms(None, None)


@dataclass(frozen=True)
class FreezeJson:
    """One entry of ``freezes``: a frozen publication."""

    freeze: str
    org_unit: str
    period: str
    frozen_at: str
    publication: int
    reason: str
    document: str | None


@dataclass(frozen=True)
class ChangedCellJson:
    """One entry of ``cells``: a cell that says something else."""

    file: str
    sheet: str
    cell: str
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class CauseJson:
    """One entry of ``causes``: why a figure changed."""

    kind: str
    when: str
    org_unit: str | None
    form: str | None
    period: str | None
    submission: int | None
    version: int | None
    note: str | None
    total_cells: int
    cells: tuple[ChangedCellJson, ...]


@dataclass(frozen=True)
class RestatementJson:
    """One entry of ``rows``: a figure that is no longer what was frozen."""

    freeze: str
    indicator: str
    family: str
    segment: str
    org_unit: str
    period: str
    span: str
    old: Decimal | None
    new: Decimal | None
    old_numerator: Decimal | None
    old_denominator: Decimal | None
    new_numerator: Decimal | None
    new_denominator: Decimal | None
    concealed: bool
    causes: tuple[CauseJson, ...]


@dataclass(frozen=True)
class RejudgedJson:
    """One entry of ``judged``: a target or a score that is no longer what was frozen."""

    freeze: str
    plan: str
    target: str | None
    org_unit: str
    period: str
    old: Decimal | None
    new: Decimal | None
    old_status: str | None
    new_status: str | None
    concealed: bool
    causes: tuple[CauseJson, ...]


@dataclass(frozen=True)
class RestatementsJson:
    """``restatements --json``: frozen publications, and what has changed since."""

    org_unit: str
    freezes: tuple[FreezeJson, ...]
    total: int
    rows: tuple[RestatementJson, ...]
    total_judged: int
    judged: tuple[RejudgedJson, ...]


def restatements_json(found: RestatementList, language: Language) -> RestatementsJson:
    """The ledger with the words of one language."""
    return RestatementsJson(
        found.unit.code,
        tuple(freeze_json(one) for one in found.freezes),
        found.total,
        tuple(row_json(row, language) for row in found.rows),
        found.total_judged,
        tuple(judged_json(one, language) for one in found.judged),
    )


def freeze_json(one: FreezeRef) -> FreezeJson:
    """One freeze."""
    return FreezeJson(
        one.id, one.unit.code, one.period.code, one.frozen_at.isoformat(timespec="seconds"),
        one.publication, one.reason, one.document,
    )  # fmt: skip


def row_json(row: Restatement, language: Language) -> RestatementJson:
    """One changed figure."""
    return RestatementJson(
        row.freeze, row.indicator.id, row.family, row.segment, row.unit.code, row.period.code,
        row.span, row.old, row.new, *(row.old_terms or NO_RATE), *(row.new_terms or NO_RATE),
        row.concealed, tuple(cause_json(one, language) for one in row.causes),
    )  # fmt: skip


def judged_json(one: Rejudged, language: Language) -> RejudgedJson:
    """One target or score."""
    return RejudgedJson(
        one.freeze, one.plan.id, one.target, one.unit.code, one.period.code, one.old, one.new,
        one.old_status.value if one.old_status else None,
        one.new_status.value if one.new_status else None, one.concealed,
        tuple(cause_json(cause, language) for cause in one.causes),
    )  # fmt: skip


def cause_json(one: Cause, language: Language) -> CauseJson:
    """One cause."""
    return CauseJson(
        one.kind, str(one.when), one.unit.code if one.unit else None,
        one.form.in_language(language) if one.form else None, one.period, one.submission,
        one.version, one.note, one.total_cells,
        tuple(
            ChangedCellJson(c.file, c.sheet, c.cell, c.field.in_language(language), c.old, c.new)
            for c in one.cells
        ),
    )  # fmt: skip
