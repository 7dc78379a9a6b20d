"""The JSON that the command line prints: documented, and kept stable."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.cli.change_shapes import ChangeJson, change_json
from pipeline.cli.confirming_shapes import AliasJson as AliasJson
from pipeline.cli.confirming_shapes import SynonymJson as SynonymJson
from pipeline.cli.diff_shapes import DiffJson as DiffJson
from pipeline.cli.fact_shapes import FactJson as FactJson
from pipeline.cli.lapse_shapes import LapsesJson as LapsesJson
from pipeline.cli.looking import BuildJson as BuildJson
from pipeline.cli.opening_shapes import ExemptJson as ExemptJson
from pipeline.cli.opening_shapes import UnlockJson as UnlockJson
from pipeline.cli.query_shapes import QueryJson as QueryJson
from pipeline.cli.restatement_shapes import RestatementsJson as RestatementsJson
from pipeline.cli.score_shapes import ScorecardJson as ScorecardJson
from pipeline.cli.target_shapes import VersionJson, target_fields
from pipeline.cli.trace_shapes import TraceJson as TraceJson
from pipeline.cli.unit_shapes import UnitsJson as UnitsJson
from pipeline.cli.what_if import WhatIfJson as WhatIfJson
from pipeline.domain.finding import Finding
from pipeline.domain.noun import Language
from pipeline.domain.submission import RuleNotRun
from pipeline.queries.answers import (
    CorrectionRow,
    Forecast,
    IndicatorPage,
    ReportingStatus,
    Value,
)
from pipeline.queries.reminders import late_by
from pipeline.run import Ingestion
from pipeline.wording.messages import render


@dataclass(frozen=True)
class ShowJson:
    """``show --json``: one number with everything needed to judge it."""

    indicator: str
    name: str
    org_unit: str
    period: str
    span: str
    """period, or to_date (from the year's start)"""
    family: str | None
    segment: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    unit: str
    """unit of measure of value, as a key of product.yml"""
    expected: int
    """reports (flows) or units (stocks) due"""
    reported: int
    carried: int
    estimate: Decimal | None
    """value with the last report of missing units taken over"""
    value_low: Decimal | None
    value_high: Decimal | None
    forecast: Decimal | None
    """of the year's end"""
    forecast_low: Decimal | None
    forecast_high: Decimal | None
    forecast_error: Decimal | None
    line_error: Decimal | None
    approximate: bool
    changes: tuple[ChangeJson, ...]
    """against the same period of the year before, and the period before"""
    plan: str | None
    """whose target it is; other_plans: further ones that have a target for this"""
    other_plans: tuple[str, ...]
    target: Decimal | None
    baseline: Decimal | None
    judged_value: Decimal | None
    """what completion is worked from, in the target's unit: value, or of a stock the estimate"""
    completion: Decimal | None
    """percent of the way"""
    due: Decimal | None
    """percent of the way that is due"""
    gap: Decimal | None
    """completion - due, in points"""
    gap_days: int | None
    gap_value: Decimal | None
    """the same in the target's unit"""
    needed_per_month: Decimal | None
    best_per_month: Decimal | None
    """the best that any period so far brought"""
    unreachable_on: str | None
    """first day on which the target is out of reach at that pace, if nothing more comes in"""
    unreachable: bool
    """whether that day has come"""
    missed: bool
    """whether the target's time is over and it was not reached"""
    duty_span: str | None
    """of a duty: in each year, half, quarter, month"""
    spans: int | None
    """of a duty: how many of its spans end in the period"""
    spans_ended: int | None
    spans_done: int | None
    missed_on: str | None
    """closing day of the first that was not done"""
    schedule: str | None
    """linear, points, learned"""
    versions: tuple[VersionJson, ...]
    """every value of the target so far, where it was changed"""
    also_period: str | None
    """another period that ends on the same day, in which a rate is judged otherwise"""
    also_value: Decimal | None
    """its value there"""
    also_status: str | None
    """its status there"""
    status: str | None
    reason: str | None
    """why there is no status or completion"""
    as_of: str | None = None
    """only what was received by this day counts; null: the published figures"""
    tree: str = "then"
    """then: the tree of each period; now: today's"""


@dataclass(frozen=True)
class CorrectionJson:
    """One entry of ``corrections`` in ``corrections --json``."""

    correction: str
    state: str
    """applied, obsolete, failing"""
    slug: str | None
    org_unit: str
    name: str
    form: str
    period: str
    field: str
    expected: str | None
    reported: str | None
    corrected: str | None
    reason: str
    decided_by: str
    decided_on: str
    place: str


@dataclass(frozen=True)
class CorrectionsJson:
    """``corrections --json``: every corrected cell and what became of it."""

    applied: int
    failing: int
    """cells that no longer fit what was reported, obsolete ones included"""
    corrections: tuple[CorrectionJson, ...]


@dataclass(frozen=True)
class ReportJson:
    """One entry of ``reports`` in ``status --json``."""

    org_unit: str
    name: str
    form: str
    due_on: str | None
    received_at: str | None
    state: str
    """accepted, late, withheld, missing"""
    version: int | None
    findings: int
    file: str | None
    seal: str | None = None
    owed: str | None = None
    """missing, returned, withheld, unexplained, unreasoned, unsealed; null: nothing"""
    days_late: int | None = None


@dataclass(frozen=True)
class StatusJson:
    """``status --json``: who has reported."""

    org_unit: str
    period: str
    expected: int
    accepted: int
    on_time: int
    withheld: int
    missing: int
    total_reports: int
    reports: tuple[ReportJson, ...]
    as_of: str | None = None
    """only what was received by this day counts; null: the published figures"""
    tree: str = "then"
    """then: the tree of each period; now: today's"""
    counted_to: str = ""


@dataclass(frozen=True)
class FindingJson:
    """One entry of ``findings`` in ``ingest --json`` and ``check --json``."""

    slug: str
    severity: str
    file: str
    sheet: str | None
    cell: str | None
    line: int | None
    got: str | None
    message: str


@dataclass(frozen=True)
class SubmissionJson:
    """One entry of ``submissions``: a form of a unit for a period."""

    submission: int
    form: str
    org_unit: str
    period: str
    version: int


@dataclass(frozen=True)
class NotRunJson:
    """One entry of ``rules_not_run``: a rule that had nothing to be made on in a file."""

    form: str
    rule: str
    reason: str
    """field-missing: the sheet has no such column; blank: nothing to compare is filled"""
    fields: tuple[str, ...]
    reports: int


@dataclass(frozen=True)
class FileJson:
    """One entry of ``files`` in ``ingest --json``."""

    file: str
    sha256: str
    verdict: str
    """accepted, withheld, duplicate, unreadable"""
    submission: int | None
    """the first of submissions, if any"""
    submissions: tuple[SubmissionJson, ...]
    findings: tuple[FindingJson, ...]
    rules_not_run: tuple[NotRunJson, ...]


@dataclass(frozen=True)
class IngestJson:
    """``ingest --json``: what became of every file."""

    files: tuple[FileJson, ...]
    corrections: tuple[FindingJson, ...]
    """corrections that could not be applied"""
    publication: int | None


def show_json(page: IndicatorPage, language: Language) -> ShowJson:
    """The indicator's page as one number."""
    value, target = page.value, page.target
    family = next((f.family for f in page.families if f.current), None)
    return ShowJson(
        indicator=page.indicator.id,
        name=page.indicator.name.in_language(language),
        org_unit=page.unit.code,
        period=page.period.code,
        span=value.span,
        family=family,
        segment="",
        **value_fields(value),
        unit=page.indicator.unit,
        changes=tuple(change_json(one) for one in page.changes),
        **forecast_fields(page.forecast),
        other_plans=tuple(plan.id for plan in page.other_plans),
        **target_fields(target, language),
    )


def forecast_fields(told: Forecast | None) -> dict[str, Any]:
    """The parts of a forecast, absent where none is shown."""
    return {
        "forecast": told.value if told else None,
        "forecast_low": told.low if told else None,
        "forecast_high": told.high if told else None,
        "forecast_error": told.error if told else None,
        "line_error": told.line_error if told else None,
    }


def value_fields(value: Value) -> dict[str, Any]:
    """The parts of a value."""
    return {
        "value": value.value,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "expected": value.data.expected,
        "reported": value.data.reported,
        "carried": value.data.carried,
        "estimate": value.estimate,
        "value_low": value.low,
        "value_high": value.high,
        "approximate": value.approximate,
    }


def corrections_json(found: tuple[CorrectionRow, ...], language: Language) -> CorrectionsJson:
    """The corrections with names in one language."""
    applied = sum(c.state == "applied" for c in found)
    return CorrectionsJson(
        applied=applied,
        failing=len(found) - applied,
        corrections=tuple(
            CorrectionJson(
                c.note.id, c.state, c.slug, c.unit.code, c.unit.name.in_language(language),
                c.form, c.period, c.note.field, c.expected, c.note.reported, c.note.corrected,
                c.note.reason.in_language(language), c.note.decided_by.code,
                str(c.note.decided_on), c.place,
            )
            for c in found
        ),
    )  # fmt: skip


def status_json(status: ReportingStatus, on: date, language: Language) -> StatusJson:
    """Who has reported; what is owed is as late as it is ``on`` that day."""
    forms = status.forms
    return StatusJson(
        org_unit=status.unit.code,
        period=status.period.code,
        expected=sum(f.expected for f in forms),
        accepted=sum(f.accepted for f in forms),
        on_time=sum(f.on_time for f in forms),
        withheld=sum(f.withheld for f in forms),
        missing=sum(f.missing for f in forms),
        total_reports=status.total_rows,
        reports=tuple(
            ReportJson(
                r.unit.code, r.unit.name.in_language(language), r.form,
                str(r.due_on) if r.due_on else None,
                r.received_at.isoformat(timespec="seconds") if r.received_at else None,
                r.state, r.version, r.findings, r.file, r.seal, r.owed, late_by(r, on),
            )
            for r in status.rows
        ),
        counted_to=str(on),
    )  # fmt: skip


def finding_json(finding: Finding, language: Language) -> FindingJson:
    """A finding with its sentence."""
    said = render(finding, language)
    return FindingJson(
        finding.slug, finding.severity, finding.place.file, finding.place.sheet,
        finding.place.cell, finding.place.line, finding.got, f"{said.what} {said.do}",
    )  # fmt: skip


def not_run_json(missed: Iterable[RuleNotRun]) -> tuple[NotRunJson, ...]:
    """Each rule and reason once, with the number of reports."""
    counts = Counter((one.form, one.rule, one.reason, one.fields) for one in missed)
    return tuple(NotRunJson(*key, reports) for key, reports in counts.items())


def ingest_json(result: Ingestion, language: Language) -> IngestJson:
    """What became of every file."""
    return IngestJson(
        files=tuple(
            FileJson(
                f.file, f.sha256, str(f.verdict),
                f.submissions[0][0] if f.submissions else None,
                tuple(SubmissionJson(*s) for s in f.submissions),
                tuple(finding_json(finding, language) for finding in f.findings),
                not_run_json(f.rules_not_run),
            )
            for f in result.files
        ),
        corrections=tuple(finding_json(finding, language) for finding in result.corrections),
        publication=result.publication.number if result.publication else None,
    )  # fmt: skip
