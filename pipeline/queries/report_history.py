"""Everything that ever happened to a unit's report for a period: versions, changes, decisions."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from pipeline.domain.form import Form
from pipeline.domain.period import parse_period
from pipeline.queries.answers import (
    Explanation,
    FindingRow,
    FlowStep,
    PastVersion,
    ReportHistory,
    ReportPast,
    SheetRows,
)
from pipeline.queries.corrections import correction_list
from pipeline.queries.findings import finding_row
from pipeline.queries.locks import superiors
from pipeline.queries.nouns import NotFound, Nouns, nouns
from pipeline.queries.reread_cells import reread_cells
from pipeline.queries.units import breadcrumb
from pipeline.queries.versions import report_versions, version_diff
from pipeline.warehouse.late_changes import SLUG
from pipeline.warehouse.locks import DEEDS as LOCK_DEEDS
from pipeline.warehouse.reader import Reader

FORMS = """
select form, count(*) as versions from submission where unit = $unit and period = $period
group by form order by form
"""
SHEETS = """
select submission, sheet, rows_seen, rows_loaded, rows_rejected, rows_other
from submission_section where submission in (select unnest($numbers::bigint[]))
order by submission, sheet, section
"""
ASKED = """
select submission.submission from finding join submission using (sha256)
where finding.slug = $slug and submission.submission in (select unnest($numbers::bigint[]))
"""
REASONS = """
select submission.submission, said.text, said.by_unit, said.received_at
from current_explanation as said join finding using (finding) join submission using (sha256)
where finding.slug = $slug and submission.submission in (select unnest($numbers::bigint[]))
order by said.received_at, said.text
"""
STEPS = """
select event.deed, event.by_unit, event.text, event.received_at, submission.version, event.period,
       list_contains(string_split(event.exempt, ';'), $unit), event.changes, event.cells
from flow_event as event
left join submission on submission.sha256 = event.sha256 and submission.form = event.form
     and submission.unit = event.unit and submission.period = event.period
where (event.form = $form and event.unit = $unit and event.period = $period)
   or event.deed in ('lock', 'unlock')
   or (event.deed in ('exempt', 'unexempt') and event.unit = $unit)
order by event.number
"""
EXPLAINED = """
select finding.finding, finding.slug, finding.severity, finding.file, finding.sheet, finding.cell,
       finding.got, finding.details, finding.unit, finding.period, finding.form,
       finding.received_at, submission.version, said.text, said.by_unit, said.received_at
from current_explanation as said
join finding using (finding)
join submission on submission.sha256 = finding.sha256 and submission.form = $form
     and submission.unit = $unit and submission.period = $period
where (finding.form = $form and finding.unit = $unit and finding.period = $period)
   or finding.slug = $slug      -- asked once a file, about all it changes
order by said.received_at, finding.finding, said.text
"""


def report_history(
    reader: Reader, unit: str, period: str, form: str | None = None
) -> ReportHistory:
    """The reports of a unit for a period, and of one of them the whole history.

    Without ``form`` the first one is told. Raises NotFound for an unknown unit, period or form,
    and for a form that never came in.
    """
    known = nouns(reader)
    at = known.period(period)
    forms = reader.rows(FORMS, {"unit": unit, "period": period})
    titles = tuple(
        (code, known.forms[code].title, count) for code, count in forms if code in known.forms
    )  # a form that is taken out leaves what was locked
    here, crumbs = known.unit(unit), breadcrumb(reader, unit, at)
    if form is not None and form not in known.forms:
        raise NotFound.form(form, known.forms)
    chosen = form or (titles[0][0] if titles else None)
    told = None
    if chosen is not None and any(code == chosen for code, _, _ in titles):
        told = past(reader, known, chosen, unit, period)
    return ReportHistory(here, crumbs, at, titles, told)


def past(reader: Reader, known: Nouns, form: str, unit: str, period: str) -> ReportPast:
    """One report."""
    found = report_versions(reader, form, unit, period)
    numbers = [one.submission for one in found]
    asked = {"numbers": numbers, "slug": SLUG}
    questioned = {number for (number,) in reader.rows(ASKED, asked)}
    reasons = {
        number: Explanation(text, known.who(by), at)
        for number, text, by, at in reader.rows(REASONS, asked)
    }
    sheets = reader.rows(SHEETS, {"numbers": numbers})
    versions = tuple(
        PastVersion(
            one, one.submission in questioned, reasons.get(one.submission),
            tuple(SheetRows(*rest) for number, *rest in sheets if number == one.submission),
        )
        for one in found
    )  # fmt: skip
    accepted = [one.version for one in found if one.verdict == "accepted"]
    changes = tuple(version_diff(reader, form, unit, period, pair) for pair in pairwise(accepted))
    report = {"form": form, "unit": unit, "period": period}
    done = [*decided(reader, known, report), *explained(reader, known, report)]
    steps = tuple(sorted(done, key=lambda step: step.at))
    repaired = tuple(
        row
        for row in correction_list(reader, unit)
        if (row.form, row.unit.code, row.period) == (form, unit, period)
        and not is_private(known.forms[form], row.note.field)
    )
    return ReportPast(form, known.forms[form].title, versions, changes, steps, repaired)


def decided(reader: Reader, known: Nouns, report: dict[str, str]) -> Iterator[FlowStep]:
    """What the log says of a report, and of the locks over it, in the order of the log."""
    above = over_it(reader, known, report["unit"], report["period"])
    form = known.forms[report["form"]]
    for deed, by, text, at, version, ended, excepted, count, cells in reader.rows(STEPS, report):
        if deed not in LOCK_DEEDS:
            reread = tuple(reread_cells(form, cells)) if cells else ()
            yield FlowStep(deed, known.who(by), text, at, version, reread=reread,
                           changes=count or 0)  # fmt: skip
        elif above(by, ended):
            longer = known.period_name(ended) if ended != report["period"] else None
            left_open = deed == "lock" and excepted
            yield FlowStep(deed, known.who(by), text, at, version, longer, left_open)


def explained(reader: Reader, known: Nouns, report: dict[str, str]) -> Iterator[FlowStep]:
    """What was explained about a report; findings of one kind that got one text stand together."""
    together: dict[tuple[object, ...], list[FindingRow]] = {}
    for *found, version, text, by, at in reader.rows(EXPLAINED, {**report, "slug": SLUG}):
        row = finding_row(known, *(*found, False, text, by, at))
        together.setdefault((text, by, at, version, row.slug), []).append(row)
    for (text, by, at, version, _), rows in together.items():
        yield FlowStep("explain", known.who(by), text, at, version, explained=tuple(rows))  # type: ignore[arg-type]


def over_it(reader: Reader, known: Nouns, unit: str, period: str) -> Callable[[str, str], bool]:
    """Tells of a unit and a period whether a lock of that unit over it is one over this report."""
    calendars = known.product.calendars
    at = parse_period(period, calendars)
    may = {unit, *superiors(reader, [(unit, at.end)]).get((unit, at.end), ())}
    return lambda by, ended: by in may and parse_period(ended, calendars).contains(at)


def is_private(form: Form, field: str) -> bool:
    """Whether a field of any section of that name says something about a person."""
    return any(
        field in section.fields and section.hides(section.fields[field])
        for section in form.sections.values()
    )
