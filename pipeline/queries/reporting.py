"""Who has reported: per form, per unit below, and report by report."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from pipeline.domain.event import Deed
from pipeline.queries.acts import counts_now, exception, lock_acts, own_locks, report_acts
from pipeline.queries.answers import (
    ChildRow,
    FormStatus,
    PeriodRef,
    ReportingStatus,
    ReportRow,
    UnitRef,
)
from pipeline.queries.findings import open_errors
from pipeline.queries.flow import (
    Key,
    Standing,
    approvers,
    newest_versions,
    seals,
    stages,
    standings,
)
from pipeline.queries.locks import locks_over
from pipeline.queries.nouns import NotFound, Nouns, nouns
from pipeline.queries.targets import statuses_of
from pipeline.queries.units import breadcrumb, children
from pipeline.warehouse.reader import Reader

DUE = """
with recursive below as (
    select unit, parent, unit as top from unit_tree
    where day = $day and (parent = $unit or unit = $unit)
    union
    select tree.unit, tree.parent, below.top
    from below join unit_tree as tree on tree.parent = below.unit and tree.day = $day
    where below.top <> $unit
),
counted as (
    select form, unit, period,
           arg_max(submission, version) filter (current) as accepted,
           max(version) filter (current) as version,
           min(received_at) filter (verdict = 'accepted') as first_accepted,
           arg_max(submission, version) as newest,
           max(received_at) as newest_at
    from submission group by all
)
select expected.form, expected.unit, expected.period, below.top, below.parent, expected.due_on,
       counted.accepted, counted.version, counted.first_accepted,
       counted.newest, counted.newest_at
from expected_report as expected
join below on below.unit = expected.unit
left join counted on counted.form = expected.form and counted.unit = expected.unit
     and counted.period = expected.period
where expected.starts >= $starts and expected.ends <= $ends
order by expected.form, expected.unit, expected.period
"""
FILES = """
select submission.submission, archive_file.name, count(finding.finding)
from submission
join archive_file using (sha256)
left join finding on finding.submission = submission.submission
where submission.submission in (select unnest($numbers::bigint[]))
group by all
"""


class Due(NamedTuple):
    """One expected report with what came in for it."""

    form: str
    unit: str
    period: str
    top: str
    parent: str | None
    due_on: date
    accepted: int | None
    version: int | None
    first_accepted: datetime | None
    newest: int | None
    newest_at: datetime | None

    @property
    def state(self) -> str:
        """accepted, late, withheld or missing."""
        if self.accepted is not None:
            in_time = self.first_accepted is not None and self.first_accepted.date() <= self.due_on
            return "accepted" if in_time else "late"
        return "missing" if self.newest is None else "withheld"


def due_reports(reader: Reader, unit: str, period: PeriodRef) -> list[Due]:
    """Every report expected below a unit in a period."""
    parameters = {
        "unit": unit, "day": period.end, "starts": period.start, "ends": period.end
    }  # fmt: skip
    return [Due(*row) for row in reader.rows(DUE, parameters)]


def form_statuses(known: Nouns, due: list[Due]) -> tuple[FormStatus, ...]:
    """Per form: how many are due, in, in time, withheld, missing."""
    by_form: dict[str, list[Due]] = defaultdict(list)
    for report in due:
        by_form[report.form].append(report)
    found = []
    for form, reports in by_form.items():
        states = [report.state for report in reports]
        found.append(
            FormStatus(
                form=form,
                title=known.forms[form].title,
                expected=len(reports),
                accepted=states.count("accepted") + states.count("late"),
                on_time=states.count("accepted"),
                withheld=states.count("withheld"),
                missing=states.count("missing"),
                due_on=max(report.due_on for report in reports),
            )
        )
    order = {name: position for position, name in enumerate(known.forms)}
    return tuple(sorted(found, key=lambda status: order[status.form]))


def complete_units(due: list[Due]) -> tuple[int, int]:
    """How many units owe reports, and how many of them have sent all of theirs."""
    by_unit: dict[str, list[bool]] = defaultdict(list)
    for report in due:
        by_unit[report.unit].append(report.accepted is not None)
    return len(by_unit), sum(all(reports) for reports in by_unit.values())


def held_units(due: list[Due]) -> int:
    """How many units have sent all they owe, though not all of it counts."""
    by_unit: dict[str, set[str]] = defaultdict(set)
    for report in due:
        by_unit[report.unit].add(report.state)
    return sum("withheld" in states and "missing" not in states for states in by_unit.values())


def child_rows(
    reader: Reader,
    below: tuple[UnitRef, ...],
    period: PeriodRef,
    due: list[Due],
    findings: Mapping[str, int],
) -> tuple[ChildRow, ...]:
    """The units right below, with their statuses and how complete they are."""
    statuses = statuses_of(reader, [child.code for child in below], period)
    by_top: dict[str, list[Due]] = defaultdict(list)
    for report in due:
        by_top[report.top].append(report)
    found = []
    for child in below:
        expected, reported = complete_units(by_top[child.code])
        found.append(
            ChildRow(
                child, statuses.get(child.code, ()), expected, reported,
                findings.get(child.code, 0), held_units(by_top[child.code]),
            )
        )  # fmt: skip
    return tuple(found)


def reporting_status(
    reader: Reader,
    unit: str,
    period: str,
    form: str | None = None,
    state: str | None = None,
    limit: int = 200,
    reporter: str | None = None,
) -> ReportingStatus:
    """Who has reported below a unit; ``rows`` are filtered by form, state and reporting unit,
    missing first. What may be done is told of the unit itself.

    ``state``: as in a row, or ``unsealed``: in, without the copy that ``product.yml`` asks for; or
    ``waiting``: for approval.
    """
    known = nouns(reader)
    at = known.period(period)
    if form is not None and form not in known.forms:
        raise NotFound.form(form, known.forms)
    due = due_reports(reader, unit, at)
    flow = standings(reader, known)
    unsealed = lacking_seals(reader, known, due)
    special = {"unsealed": unsealed}
    if state == "waiting":
        special[state] = standing_at("waiting", due, flow)
    chosen = [
        report
        for report in due
        if form in (None, report.form)
        and reporter in (None, report.unit)
        and (report in special[state] if state in special else state in (None, report.state))
    ]
    unfinished = unsealed | unreasoned(due, flow)
    chosen.sort(key=lambda one: (urgency(one, unfinished), one.parent or "", one.unit))
    locks = locks_over(reader, known, [(unit, at.code)]).get((unit, at.code), ())
    now = counts_now(reader)
    crumbs, below = breadcrumb(reader, unit, at), children(reader, unit, at)
    findings = open_errors(reader, unit, crumbs, [child.code for child in below])
    return ReportingStatus(
        unit=known.unit(unit, at.end),
        breadcrumb=crumbs,
        period=at,
        forms=form_statuses(known, due),
        children=child_rows(reader, below, at, due, findings.under),
        rows=report_rows(reader, known, at, chosen[:limit], flow, unit if now else None),
        total_rows=len(chosen),
        unsealed=len(unsealed) if known.product.flow.seal else None,
        superiors=superiors(known, at, due),
        locks=locks,
        approving=bool(known.product.flow.approve_at),
        acts=lock_acts(locks, at.code, unit) if now else (),
        opens=own_locks(locks, unit) if now else (),
    )


def superiors(
    known: Nouns, at: PeriodRef, due: list[Due]
) -> tuple[tuple[UnitRef | None, int], ...]:
    """Each direct superior with how many of its units are to report."""
    units: dict[str | None, set[str]] = defaultdict(set)
    for report in due:
        units[report.parent].add(report.unit)
    return tuple((ref_or_none(known, above, at), len(own)) for above, own in units.items())


def lacking_seals(reader: Reader, known: Nouns, due: list[Due]) -> set[Due]:
    """Reports that count without the signed and sealed copy that is asked for."""
    if not known.product.flow.seal:
        return set()
    sealed = seals(reader)
    return {
        report for report in due
        if report.accepted is not None and (report.form, report.unit, report.period) not in sealed
    }  # fmt: skip


def standing_at(state: str, due: list[Due], flow: Mapping[Key, Standing]) -> set[Due]:
    """Reports whose newest version waits, say, for approval."""
    return {
        report for report in due
        if flow.get((report.form, report.unit, report.period), NO_STANDING).state == state
    }  # fmt: skip


NO_STANDING = Standing("", None, None, "")
URGENCY = {"withheld": 0, "missing": 1, "late": 3, "accepted": 4}
UNFINISHED = 2
"""of a report that counts, and for which something else is owed"""


def urgency(report: Due, unfinished: set[Due]) -> int:
    """The place of a report in a list that begins with all that is owed."""
    return UNFINISHED if report in unfinished else URGENCY[report.state]


def unreasoned(due: list[Due], flow: Mapping[Key, Standing]) -> set[Due]:
    """Reports that count in an earlier version, until it is said why they were changed."""
    found = standing_at("unreasoned", due, flow)
    return {report for report in found if report.accepted is not None}


def report_rows(
    reader: Reader, known: Nouns, at: PeriodRef, due: list[Due], flow: Mapping[Key, Standing],
    by: str | None,
) -> tuple[ReportRow, ...]:  # fmt: skip
    """Expected reports with their files and number of findings, and what the unit ``by`` may do."""
    numbers = [report.accepted or report.newest for report in due]
    files = {
        number: (name, findings)
        for number, name, findings in reader.rows(
            FILES, {"numbers": [number for number in numbers if number is not None]}
        )
    }
    sealed, unsealed = seals(reader), lacking_seals(reader, known, due)
    newest = newest_versions(reader, {report.period for report in due})
    waiting = {
        key: newest[key][1]
        for key in ((report.form, report.unit, report.period) for report in due)
        if key in flow and flow[key].state == "waiting" and key in newest
    }
    next_up = approvers(reader, known, waiting)
    locks = locks_over(reader, known, {(report.unit, report.period) for report in due})
    there = {
        key: newest[key][1]
        for key in ((report.form, report.unit, report.period) for report in due)
        if key in newest
    }
    staged = {} if by is None else stages(reader, known, there, flow, next_up)
    found = []
    for report, number in zip(due, numbers, strict=True):
        name, findings = files.get(number, (None, 0))
        key = (report.form, report.unit, report.period)
        standing, sealed_at = flow.get(key, NO_STANDING), sealed.get(key)
        over = locks.get((report.unit, report.period), ())
        sender = known.unit(report.unit, at.end)
        locked = any(lock.holds_for(sender) for lock in over)
        seal = "sealed" if sealed_at else "wanted" if report in unsealed else None
        acts: tuple[Deed, ...] = ()
        if by is not None and key in staged:
            acts = report_acts(replace(staged[key], locked=locked), seal, by)
        excepts, excepting = exception(over, sender, by) if by is not None else (None, ())
        found.append(
            ReportRow(
                unit=sender,
                parent=ref_or_none(known, report.parent, at),
                form=report.form,
                form_title=known.forms[report.form].title,
                due_on=report.due_on,
                received_at=report.first_accepted or report.newest_at,
                state=report.state,
                version=report.version,
                submission=number,
                findings=findings,
                file=name,
                flow=standing.state or None,
                flow_by=standing.by,
                flow_at=standing.at,
                flow_text=standing.text,
                locked=locked,
                seal=seal,
                sealed_at=sealed_at,
                period=known.windows.get(report.period),
                newest=newest[key][0] if key in newest else None,
                approver=next_up.get(key),
                locks=over,
                acts=(*acts, excepts) if excepts else acts,
                excepting=excepting,
            )
        )
    return tuple(found)


def ref_or_none(known: Nouns, code: str | None, at: PeriodRef) -> UnitRef | None:
    """A unit as a link, if there is one."""
    return known.unit(code, at.end) if code else None
