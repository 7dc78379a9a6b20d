"""Judged files → tables: versions, sections, findings and facts, in one transaction a batch."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, lru_cache, partial
from itertools import chain

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.explanation import Explanations
from pipeline.domain.finding import Finding
from pipeline.domain.form import Field
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead, RuleNotRun, SectionRead, StoredRows
from pipeline.warehouse.archive_rows import (
    archive_row,
    are_news,
    forget,
    insert_archive,
    stored_versions,
)
from pipeline.warehouse.arrival import SubmissionKey, lateness
from pipeline.warehouse.connection import append, transaction
from pipeline.warehouse.explanations import explanation_rows
from pipeline.warehouse.fact_tables import Part, arrow_rows
from pipeline.warehouse.late_changes import NOBODY, Admitted, late_changes
from pipeline.warehouse.report_keys import rows_of
from pipeline.warehouse.staying import renumbered, units_in
from pipeline.warehouse.texts import insert_texts

FieldsOf = dict[str, dict[str, Field]]
"""table → its fields"""
Remark = Callable[[FileRead, Iterable[SubmissionKey]], Finding | None]
Answered = Callable[["list[Stored]"], "list[Stored]"]
"""Told what was stored and asked; gives back what is still to be asked."""


@dataclass(frozen=True)
class Stored:
    """What became of one file: its submissions as (number, form, unit, period, version)."""

    file: str
    sha256: str
    verdict: Verdict
    submissions: tuple[tuple[int, str, str, str, int], ...] = ()
    findings: tuple[Finding, ...] = ()
    rules_not_run: tuple[RuleNotRun, ...] = ()
    known: bool = False
    """The same was told before: a duplicate, or a stray file whose name and fault are on record."""
    explanations: Explanations = field(default_factory=Explanations)
    reports: tuple[SubmissionKey, ...] = ()
    """The reports it was read as, also where it was only checked."""

    def told(self, more: Iterable[Finding]) -> "Stored":
        """With further findings, but for those that the file explains."""
        new = tuple(one for one in more if self.explanations.of(one) is None)
        return replace(self, findings=(*self.findings, *new)) if new else self


@dataclass
class Batch:
    """Rows collected from files, by table, ready to be inserted."""

    archive: list[tuple[object, ...]] = field(default_factory=list)
    submissions: list[tuple[object, ...]] = field(default_factory=list)
    sections: list[tuple[object, ...]] = field(default_factory=list)
    findings: list[tuple[object, ...]] = field(default_factory=list)
    facts: dict[str, list[Part]] = field(default_factory=dict)
    fields: FieldsOf = field(default_factory=dict)
    not_run: list[tuple[object, ...]] = field(default_factory=list)
    explanations: list[tuple[object, ...]] = field(default_factory=list)
    as_stored: StoredRows = field(default_factory=dict)


@dataclass
class Numbers:
    """The next free numbers, and the newest version of the reports of some units."""

    submission: int
    finding: int
    versions: dict[SubmissionKey, int]
    stored: dict[tuple[str, SubmissionKey], int] = field(default_factory=dict)
    """The versions that contents judged again have: of two that came at the same moment the order
    stays as it was."""

    def version(self, sha256: str, key: SubmissionKey) -> int:
        """The version a report in a file is stored as; ``mark_current`` numbers by receipt."""
        if (sha256, key) in self.stored:
            return self.stored[sha256, key]
        self.versions[key] = self.versions.get(key, 0) + 1
        return self.versions[key]


def store(
    connection: duckdb.DuckDBPyConnection,
    files: Iterable[FileRead],
    catalogue: Catalogue,
    answered: Answered = list,
    *,
    again: bool = False,
    admitted: Admitted = NOBODY,
) -> list[Stored]:
    """Store one batch of judged files; of those that were sent before, only another name.

    ``answered`` is called before anything of the batch counts as stored. ``again``: they are on
    record and judged anew; what was stored of them goes. ``admitted``: as for ``late_changes``.
    """
    given = list(files)
    numbers = next_numbers(connection, {unit for file in given for unit in units_in(file)})
    if again:
        numbers.stored = stored_versions(connection, [file.sha256 for file in given])
    tables = {
        table: form.sections[name].fields for table, (form, name) in catalogue.tables().items()
    }
    batch = Batch(fields=tables)
    remark = partial(lateness, due_on=cache(catalogue.due_on))
    outcomes = [
        collect(file, batch, numbers, remark) if is_new else repeated(file)
        for file, is_new in zip(given, are_news(connection, given), strict=True)
    ]
    changed = keys_moved(outcomes, numbers.stored)
    with transaction(connection):
        if again:
            changed += forget(connection, batch.archive, tables)
            batch.archive = []
        insert(connection, batch)
        if changed:
            mark_current(connection, changed)
            late = changed if again else repeats(outcomes)
            found = late_changes(connection, catalogue, late, admitted)
            outcomes = answered(asked_why(connection, found, outcomes, numbers.finding + 1))
    return as_numbered(connection, outcomes) if changed else outcomes


def repeats(stored: Iterable[Stored]) -> list[SubmissionKey]:
    """The reports of which files brought another version."""
    return [(f, u, p) for one in stored for _, f, u, p, version in one.submissions if version > 1]


def asked_why(
    connection: duckdb.DuckDBPyConnection,
    found: Mapping[str, tuple[Finding, datetime]],
    stored: list[Stored],
    first: int,
) -> list[Stored]:
    """Ask of files that change a report after its deadline why they do; store the question."""
    append(connection, "finding", [
        finding_row(number, None, sha256, finding, received_at)
        for number, (sha256, (finding, received_at)) in enumerate(found.items(), first)
    ])  # fmt: skip
    return [
        one.told([found[one.sha256][0]]) if one.sha256 in found and one.submissions else one
        for one in stored
    ]


def repeated(file: FileRead) -> Stored:
    """What was told of a file before is told again, and not stored again."""
    verdict = file.verdict or Verdict.UNREADABLE
    return Stored(file.name, file.sha256, verdict, (), tuple(file.findings), known=True)


def keys_moved(
    outcomes: Iterable[Stored], stored: Mapping[tuple[str, SubmissionKey], int]
) -> list[SubmissionKey]:
    """The submissions that results may have to follow; of what is judged again, and held back as
    it was before, only those that it says no more, or says now. ``stored``: what it said."""
    told = [(one, (one.sha256, key)) for one in outcomes for key in keys_told(one)]
    good = Verdict.ACCEPTED
    moved = [at[1] for one, at in told if one.verdict is good or at not in stored]
    return moved + sorted(key for _, key in stored.keys() - {at for _, at in told})


def keys_told(stored: Stored) -> list[SubmissionKey]:
    """The submissions a file gave a new version of."""
    return [(form, unit, period) for _, form, unit, period, _ in stored.submissions]


def next_numbers(connection: duckdb.DuckDBPyConnection, units: Iterable[str]) -> Numbers:
    """Read where numbering stands, and the versions known of these units' reports."""
    first = fetch_number(connection.execute("select coalesce(max(submission), 0) from submission"))
    finding = fetch_number(connection.execute("select coalesce(max(finding), 0) from finding"))
    asked = sorted(units)
    versions = connection.execute(
        "select form, unit, period, max(version) from submission"
        " where unit in (select unnest(?::varchar[])) group by all",
        [asked],
    ).fetchall() if asked else []  # fmt: skip
    return Numbers(first, finding, {(f, u, p): v for f, u, p, v in versions})


def fetch_number(result: duckdb.DuckDBPyConnection) -> int:
    """The one whole number a query gives."""
    return int((result.fetchone() or (0,))[0])


def collect(file: FileRead, batch: Batch, numbers: Numbers, remark: Remark) -> Stored:
    """Turn one file into rows of the batch."""
    verdict = file.verdict or Verdict.WITHHELD
    at = file.received_at
    batch.archive.append(archive_row(file))
    if file.as_stored is not None:
        return Stored(file.name, file.sha256, verdict, renumbered(file, batch.as_stored, numbers))
    submissions: dict[SubmissionKey, int] = {}
    told: list[tuple[int, str, str, str, int]] = []
    if verdict in (Verdict.ACCEPTED, Verdict.WITHHELD):
        parts = [(section, rows_of(section)) for section in file.sections]
        for key in dict.fromkeys(chain.from_iterable(rows for _, rows in parts)):
            numbers.submission += 1
            version = numbers.version(file.sha256, key)
            submissions[key] = numbers.submission
            told.append((numbers.submission, *key, version))
            mine = [section for section, rows in parts if key in rows]
            row = submission_row(numbers.submission, version, key, file, verdict, mine)
            batch.submissions.append(row)
        placed: Counter[tuple[str, SubmissionKey]] = Counter()
        for section, rows in parts:
            held = [(section.table, key) for key in rows]
            part = max((placed[one] for one in held), default=0)
            placed |= Counter(dict.fromkeys(held, part + 1))
            collect_section(section, rows, batch, submissions, verdict, part)
    for missed in file.rules_not_run if submissions else ():
        number = submissions.get((missed.form, missed.unit, missed.period))
        batch.not_run.append((
            "file", number, missed.form, missed.table, missed.rule, missed.reason,
            missed.unit, missed.period, ";".join(missed.fields) or None,
        ))  # fmt: skip
    remarked = remark(file, submissions) if verdict is Verdict.ACCEPTED else None
    file.findings += [remarked] if remarked else []
    for finding in file.findings:
        numbers.finding += 1
        number = submissions.get((finding.form or "", finding.unit or "", finding.period or ""))
        batch.findings.append(finding_row(numbers.finding, number, file.sha256, finding, at))
    batch.explanations += explanation_rows(file, {key[1] for key in submissions})
    return Stored(file.name, file.sha256, verdict, tuple(told), tuple(file.unexplained),
                  tuple(file.rules_not_run), verdict is Verdict.DUPLICATE,
                  file.explanations, tuple(submissions))  # fmt: skip


def submission_row(
    number: int,
    version: int,
    key: SubmissionKey,
    file: FileRead,
    verdict: Verdict,
    mine: Sequence[SectionRead],
) -> tuple[object, ...]:
    """One row of ``submission``, made of ``mine``; what counts is settled by mark_current."""
    form, unit, period = key
    required = sum(s.required_cells for s in mine)
    filled = sum(s.filled_cells for s in mine)
    return (
        number, file.sha256, form, mine[0].version, unit, period, version, str(verdict),
        file.received_at, False, required, filled,
    )  # fmt: skip


def collect_section(
    section: SectionRead,
    rows: dict[SubmissionKey, int],
    batch: Batch,
    submissions: dict[SubmissionKey, int],
    verdict: Verdict,
    part: int,
) -> None:
    """Add the section's cell map, and its rows when the file was accepted.

    ``part``: of how many sections before it the rows belong to the same report and table.
    """
    cells = as_json(tuple(section.cells.items()))
    accepted = verdict is Verdict.ACCEPTED
    data = sum(rows.values())
    for key, count in rows.items():
        loaded = count if accepted else 0
        batch.sections.append((
            submissions[key], section.table, section.sheet, section.layout, cells,
            section.rows_seen, loaded, section.rows_rejected + count - loaded,
            section.rows_other + data - count, part,
        ))  # fmt: skip
    if accepted and section.source_rows:
        if len(rows) == 1:
            numbers = [submissions[next(iter(rows))]] * len(section.source_rows)
        else:
            numbers = [
                submissions[section.form, unit, period]
                for unit, period in zip(section.units, section.periods, strict=True)
            ]
        batch.facts.setdefault(section.table, []).append((section, numbers, part))


@lru_cache(maxsize=1024)
def as_json(named: tuple[tuple[str, str], ...]) -> str:
    """Words by their names in JSON: cells of files made from one template, details of findings."""
    return json.dumps(dict(named), ensure_ascii=False)


def finding_row(
    number: int, submission: int | None, sha256: str, finding: Finding, at: datetime
) -> tuple[object, ...]:
    """One row of ``finding``."""
    place, details = finding.place, as_json(tuple(finding.details.items()))
    return (
        number, sha256, submission, finding.slug, finding.severity, place.file, place.sheet,
        place.cell, finding.got, details, finding.form, finding.section, finding.field_id,
        finding.unit, finding.period, finding.rule, at,
    )  # fmt: skip


TABLES = {
    "submissions": "submission",
    "sections": "submission_section",
    "findings": "finding",
    "not_run": "rule_not_run",
    "explanations": "explanation",
}


def insert(connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Insert a batch; facts are registered as columns, never row by row."""
    insert_archive(connection, batch.archive)
    for name, table in TABLES.items():
        if rows := getattr(batch, name):
            append(connection, table, rows)
    for table, parts in batch.facts.items():
        connection.register("fact_rows", arrow_rows(parts, batch.fields[table]))
        connection.execute(f'insert into "{table}" by name select * from fact_rows')
        connection.unregister("fact_rows")
    insert_texts(connection, batch.as_stored)


def mark_current(
    connection: duckdb.DuckDBPyConnection, keys: Iterable[SubmissionKey] | None = None
) -> None:
    """Number the versions of every submission by when they were received; the newest accepted
    one that the flow does not hold back counts. So it does not matter in which order files are
    taken in; of two received at the same moment the one stored later is the later version.

    ``keys``: the submissions that have new versions; without them all are looked at. They, or
    those that were numbered anew, are noted in ``changed_report`` for the results.
    """
    touched = "submission"
    if keys is not None:
        empty = "create or replace temp table loading_key as from changed_report limit 0"
        connection.execute(empty)
        append(connection, "loading_key", dict.fromkeys(keys))
        connection.execute(
            "create or replace temp table touched as from submission"
            " where unit in (select unit from loading_key)"
            " and (form, unit, period) in (from loading_key)"
        )
        connection.execute("insert into changed_report from loading_key")
        touched = "touched"
    changed = connection.execute(
        "update submission set version = ranked.place, current = ranked.counts from ("
        " select submission, row_number() over (key order by received_at, version, submission)"
        "  as place, verdict = 'accepted' and row_number() over (partition by form, unit, period,"
        "  verdict, why is null order by received_at desc, version desc, submission desc) = 1"
        "  and why is null as counts"
        f" from {touched} left join (select submission, why from held_submission) as held"
        "  using (submission) window key as (partition by form, unit, period)) as ranked"
        " where submission.submission = ranked.submission"
        " and (submission.version, submission.current)"
        " is distinct from (ranked.place, ranked.counts)"
        " returning submission.form, submission.unit, submission.period"
    ).fetchall()
    if changed and keys is None:
        append(connection, "changed_report", sorted(set(changed)))


def as_numbered(connection: duckdb.DuckDBPyConnection, stored: list[Stored]) -> list[Stored]:
    """The outcomes with the versions that submissions have now."""
    numbers = [submission[0] for file in stored for submission in file.submissions]
    versions = dict(
        connection.execute(
            "select submission, version from submission"
            " where submission in (select unnest(?::bigint[]))",
            [numbers],
        ).fetchall()
    )
    return [
        replace(file, submissions=tuple((*s[:4], versions[s[0]]) for s in file.submissions))
        for file in stored
    ]
