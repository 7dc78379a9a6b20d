"""``judge``: hold a batch of files against the rules of their forms, and say what becomes of them.

All rows of one table over the whole batch are judged as one frame.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

from pipeline.checks.failures import Teller, address
from pipeline.checks.rows import Part, Rows
from pipeline.checks.schemas import MISSING, Failure, RuleRun, run, section_checks
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.cell_address import corners
from pipeline.domain.finding import Finding, Place
from pipeline.domain.form import Severity
from pipeline.domain.period import Period, parse_period
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead, RuleNotRun
from pipeline.wording.statuses import SEVERITIES

MOST_FINDINGS = 1000
BLANK = (MISSING, "earlier-step-blank", "required-when", "rule-needs-value")
NUMBERS = ("integer", "decimal", "money")
Told = tuple[int, int, Finding]
MERGED = "merged-rows"
Refused = set[tuple[str | None, str | None]]
Area = tuple[int, int, int, int]
Spoken = tuple[Refused, list[tuple[str | None, Area]]]
"""Cells that were refused, and areas that were merged, each with its sheet."""
ORDER: tuple[Severity, ...] = tuple(SEVERITIES)


def judge(files: list[FileRead], catalogue: Catalogue) -> list[RuleRun]:
    """Add findings to the files and set their verdicts; return which rules ran on how many rows.

    Files that already have a verdict (duplicate, unreadable) are left as they are. Rules that
    need what was reported before (``stock_flow``) run in the warehouse. A blank where a number
    is required is an error, but where a note beside it says why.
    """
    waiting = [file for file in files if file.verdict is None]
    found: list[list[Told]] = [[] for _ in waiting]
    refused = [(refused_cells(file), merged_areas(file)) for file in waiting]
    partial = catalogue.units_with_gaps
    for file in waiting:
        if not all(partial.issuperset(read.units) for read in file.sections):
            continue
        file.explanations.notes.clear()  # they name the document that is repeated
    ran: list[RuleRun] = []
    for table, parts in by_table(waiting, catalogue).items():
        checks = section_checks(catalogue, table)
        rows = Rows(checks.section, parts, calendar_of(catalogue))
        failures, told = run(checks, rows)
        ran += told
        for idle in told:
            for part in (rows.parts[number] for number in idle.idle):
                waiting[part.file].rules_not_run += not_run(idle, part)
        teller = Teller(catalogue, checks, rows)
        for failure in failures:
            part, index = rows.locate(failure.row)
            if not is_told_already(failure, part, index, refused[part.file]):
                file = waiting[part.file]
                finding = teller.finding(failure, file)
                if failure.slug == MISSING:
                    asked = replace(finding, severity="explain")
                    number = checks.section.fields[failure.field or ""].type in NUMBERS
                    said = number and file.explanations.of(asked) is not None
                    finding = asked if said or finding.unit in partial else finding
                found[part.file].append((part.number, index, finding))
    for file, own in zip(waiting, found, strict=True):
        conclude(file, [finding for _, _, finding in sorted(own, key=lambda told: told[:2])])
    return ran


def prepare(catalogue: Catalogue) -> None:
    """Import and build all that judging needs, which takes a second, before there are files."""
    for table in catalogue.tables():
        section_checks(catalogue, table)


def not_run(rule: RuleRun, part: Part) -> list[RuleNotRun]:
    """Return that a rule was not made in a part, for each report in it, and why.

    A rule that waits for a condition is made even where the condition never holds.
    """
    read = part.read
    absent = tuple(name for name in rule.fields if name not in read.cells)
    if not absent and (rule.waits or not rule.fields):
        return []
    reason = "field-missing" if absent else "blank"
    return [
        RuleNotRun(read.form, read.table, rule.rule, reason, unit, period, absent)
        for unit, period in dict.fromkeys(zip(read.units, read.periods, strict=True))
    ]


def by_table(files: Iterable[FileRead], catalogue: Catalogue) -> dict[str, list[Part]]:
    """Return the parts of all files, table by table."""
    known = catalogue.tables()
    parts: dict[str, list[Part]] = {}
    for number, file in enumerate(files):
        for section, read in enumerate(file.sections):
            if read.table in known:
                parts.setdefault(read.table, []).append(Part(number, section, read))
    return parts


def calendar_of(catalogue: Catalogue) -> Callable[[str], Period]:
    """Return a function from period code to period that parses each code once."""

    @cache
    def period(code: str) -> Period:
        return parse_period(code, catalogue.product.calendars)

    return period


def refused_cells(file: FileRead) -> Refused:
    """Return sheet and cell of what the reader could not take and left blank."""
    return {(f.place.sheet, f.place.cell) for f in file.findings if f.severity == "error"}


def merged_areas(file: FileRead) -> list[tuple[str | None, Area]]:
    """Return sheet and corners of merged cells in which several are asked for: all but the first
    of each are blank by that."""
    merged = (finding for finding in file.findings if finding.slug == MERGED)
    return [(finding.place.sheet, corners(finding.details["range"])) for finding in merged]


def is_told_already(failure: Failure, part: Part, index: int, told: Spoken) -> bool:
    """Whether a blank is one that the reader refused, or a column it says is missing."""
    if failure.slug not in BLANK or failure.field is None:
        return False
    cell = address(part, index, failure.field)
    if cell is None:
        return failure.slug == MISSING
    refused, merged = told
    if (part.read.sheet, cell) in refused:
        return True
    column, row, _, _ = corners(cell)
    return any(
        sheet == part.read.sheet and left <= column <= right and top <= row <= bottom
        for sheet, (left, top, right, bottom) in merged
    )


def conclude(file: FileRead, found: list[Finding]) -> None:
    """Add what was found to a file, the worst first where there is too much, and decide."""
    if len(found) > MOST_FINDINGS:
        found = shortened(found, file.name)
    file.findings += found
    failed = any(finding.severity == "error" for finding in file.findings)
    if not file.sections and not failed:
        details = {"sheets": "—"}
        place = Place(file.name)
        file.findings.append(Finding("no-form-recognised", "error", place, details=details))
        failed = True
    file.verdict = Verdict.WITHHELD if failed else Verdict.ACCEPTED


def shortened(found: list[Finding], name: str) -> list[Finding]:
    """Return the first findings, errors before the others, and how many there were."""
    worst_first = sorted(found, key=lambda finding: ORDER.index(finding.severity))
    details = {"count": str(len(found) - MOST_FINDINGS), "shown": str(MOST_FINDINGS)}
    return [
        *worst_first[:MOST_FINDINGS],
        Finding("more-findings", "warning", Place(name), details=details),
    ]
