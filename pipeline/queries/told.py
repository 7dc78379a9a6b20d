"""What was found in files that are on record, as their senders were told or should have been."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field

from pipeline.domain.finding import Finding, Place
from pipeline.domain.status import Verdict
from pipeline.domain.submission import RuleNotRun
from pipeline.warehouse.reader import Reader

VERDICTS = """
select sha256, verdict from archive_file where sha256 in (select unnest($contents::varchar[]))
"""
FINDINGS = """
select sha256, slug, severity, file, sheet, cell, got, details, form, section, field, unit, period,
       rule
from finding
where sha256 in (select unnest($contents::varchar[]))
  and not exists (from current_explanation as said where said.finding = finding.finding)
order by finding
"""
NOT_RUN = """
select sha256, idle.form, section, rule, reason, idle.unit, idle.period, fields
from rule_not_run as idle join submission using (submission)
where scope = 'file' and sha256 in (select unnest($contents::varchar[]))
order by submission, rule
"""
REPORTS = """
select sha256, form, unit, period from submission
where sha256 in (select unnest($contents::varchar[])) order by submission
"""


@dataclass
class Told:
    """One file: what became of it, what is still to be told of it, which rules did not run."""

    verdict: Verdict
    findings: list[Finding] = field(default_factory=list)
    rules_not_run: list[RuleNotRun] = field(default_factory=list)
    reports: list[tuple[str, str, str]] = field(default_factory=list)
    """Form, unit and period of what it was read as."""


def told_of(reader: Reader, contents: Collection[str]) -> dict[str, Told]:
    """SHA-256 → what was told; contents that are not on record are left out."""
    asked = {"contents": sorted(contents)}
    found = {sha256: Told(Verdict(verdict)) for sha256, verdict in reader.rows(VERDICTS, asked)}
    for row in reader.rows(FINDINGS, asked):
        sha256, slug, severity, file, sheet, cell, got, details, *about = row
        place = Place(file, sheet, cell)
        finding = Finding(slug, severity, place, got, json.loads(details), *about)
        found[sha256].findings.append(finding)
    for sha256, form, table, rule, reason, unit, period, fields in reader.rows(NOT_RUN, asked):
        missing = tuple(fields.split(";")) if fields else ()
        idle = RuleNotRun(form, table, rule, reason, unit, period, missing)
        found[sha256].rules_not_run.append(idle)
    for sha256, form, unit, period in reader.rows(REPORTS, asked):
        found[sha256].reports.append((form, unit, period))
    return found
