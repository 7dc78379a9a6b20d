"""Findings below a unit, of a period or of all, newest first."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from pipeline.queries.answers import Explanation, FindingList, FindingRow, PeriodRef, UnitRef
from pipeline.queries.nouns import Nouns, nouns
from pipeline.queries.settling import asked
from pipeline.queries.units import breadcrumb, latest_period
from pipeline.warehouse.reader import Reader

BELOW = """
with recursive below as (
    select $unit as unit
    union
    select org_unit.unit from below join org_unit on org_unit.parent = below.unit
),
said as (      -- the newest explanation of a finding, by where it stands
    select finding, max_by(text, (received_at, text)) as said_text,
           max_by(by_unit, (received_at, text)) as said_by, max(received_at) as said_at
    from current_explanation group by finding
),
named as (
    select finding.*, gone.text as gone_text, gone.by_unit as gone_by, gone.received_at as gone_at,
        gone.finding is null and not exists (from said where said.finding = finding.finding)
        and not exists (
        select 1 from submission
        where submission.verdict = 'accepted' and submission.unit = finding.unit
          and submission.period = finding.period
          and submission.received_at > finding.received_at) and not (
        finding.unit is null and exists (      -- nobody's report: the file itself came again
            select 1 from archive_file
            where archive_file.verdict = 'accepted' and archive_file.name = finding.file
              and archive_file.received_at > finding.received_at)) and not (
        finding.unit is not null and finding.period is null and exists (      -- the same, of a unit
            select 1 from archive_file join submission using (sha256)
            where submission.verdict = 'accepted' and submission.unit = finding.unit
              and archive_file.name = finding.file
              and archive_file.received_at > finding.received_at)) as is_open
    from finding left join current_dismissal as gone on gone.finding = finding.finding
    where (finding.unit in (from below) or (finding.unit is null and $all))
)
"""
ROWS = (
    BELOW
    + """
select finding, slug, severity, file, sheet, cell, got, details, unit, period, form,
       received_at, is_open, said_text, said_by, said_at, gone_text, gone_by, gone_at,
       sha256 is not null and not exists (      -- no report that is due will answer it
           select 1 from expected_report as due
           where due.unit = named.unit and due.period = named.period)
       and not exists (
           select 1 from submission as report
           where report.submission = named.submission and report.verdict = 'accepted') as is_stray
from named left join said using (finding)
where ($periods is null or period is null or period in (select unnest($periods::varchar[])))
  and (is_open or not $only_open)
  and ($slug is null or slug = $slug) and ($severity is null or severity = $severity)
order by is_open desc, severity = 'error' desc, received_at desc, file, finding
limit $limit
"""
)
COUNTS = (
    BELOW
    + """
select slug, severity, count(*), count(*) filter (period is null)
from named
where ($periods is null or period is null or period in (select unnest($periods::varchar[])))
  and (is_open or not $only_open)
group by all order by 3 desc, 1, 2
"""
)
OPEN_UNDER = (
    BELOW
    + """,
under as (
    select unit as top, unit from (select unnest($tops::varchar[]) as unit)
    union
    select under.top, org_unit.unit from under join org_unit on org_unit.parent = under.unit
)
select under.top, count(*)
from named left join under using (unit)
where is_open and severity = 'error'
group by all
"""
)


class OpenErrors(NamedTuple):
    """Errors of all periods nothing has answered: how many, how many under each of some units,
    and how many under none of them."""

    total: int
    under: dict[str, int]
    elsewhere: int


def finding_list(
    reader: Reader,
    unit: str,
    slug: str | None = None,
    severity: str | None = None,
    limit: int = 200,
    period: str | None = None,
    only_open: bool = False,
) -> FindingList:
    """Findings of files of a unit and the units below it; of one ``period`` and those within, or
    of all periods.

    Findings of files whose unit could not be told are shown at the topmost units, and those of
    files whose period could not be told in every period: they may be of it. ``slug`` and
    ``severity`` narrow the rows, and not the counts by kind. Raises NotFound: no such period.
    """
    known = nouns(reader)
    crumbs = breadcrumb(reader, unit, known.period(latest_period(reader, unit)))
    at = known.period(period) if period else None
    parameters: dict[str, object] = {
        "unit": unit,
        "all": is_topmost(crumbs),
        "periods": periods_within(known, at) if at else None,
        "only_open": only_open,
    }
    narrowed = {**parameters, "slug": slug, "severity": severity, "limit": limit}
    rows = reader.rows(ROWS, narrowed)
    counted = reader.rows(COUNTS, parameters)
    counts = tuple((kind, asks, number) for kind, asks, number, _ in counted)
    return FindingList(
        unit=known.unit(unit),
        breadcrumb=crumbs,
        rows=tuple(finding_row(known, *row) for row in rows),
        total=sum(
            number for kind, asks, number in counts
            if slug in (None, kind) and severity in (None, asks)
        ),
        by_slug=counts,
        publication=reader.publication.number,
        period=at,
        of_no_period=sum(number for *_, number in counted),
    )  # fmt: skip


def open_errors(
    reader: Reader, unit: str, crumbs: tuple[UnitRef, ...], tops: Sequence[str]
) -> OpenErrors:
    """The open errors of a unit, as many as its list of them has; of ``tops``, units below it, each
    has as many as its own list. One of a unit that has moved stands under both its superiors.

    ``crumbs``: the unit below its superiors.
    """
    parameters: dict[str, object] = {"unit": unit, "all": is_topmost(crumbs)}
    counted = reader.rows(COUNTS, {**parameters, "periods": None, "only_open": True})
    under = dict(reader.rows(OPEN_UNDER, {**parameters, "tops": list(tops)}))
    elsewhere = under.pop(None, 0)
    total = sum(number for _, severity, number, _ in counted if severity == "error")
    return OpenErrors(total, under, elsewhere)


def is_topmost(crumbs: tuple[UnitRef, ...]) -> bool:
    """Whether nobody stands above: there the findings are shown that are nobody's."""
    return len(crumbs) == 1


def periods_within(known: Nouns, at: PeriodRef) -> list[str]:
    """The codes of a period and of those within it: of a quarter, its months."""
    return [
        window.code for window in known.windows.values()
        if at.start <= window.start and window.end <= at.end
    ]  # fmt: skip


def finding_row(
    known: Nouns, number: int, slug: str, severity: str, file: str, sheet: str | None,
    cell: str | None, got: str | None, details: str, code: str | None, period: str | None,
    form: str | None, at: datetime, is_open: bool, said: str | None, by: str, on: datetime,
    gone: str | None = None, gone_by: str = "", gone_at: datetime | None = None,
    is_stray: bool = False,
) -> FindingRow:  # fmt: skip
    """One finding as a row of ``ROWS`` has it."""
    told, unit = json.loads(details), known.unit(code) if code and code in known.units else None
    return FindingRow(
        finding=number, slug=slug, severity=severity, file=file, sheet=sheet, cell=cell, got=got,
        details=told, unit=unit, form=form, received_at=at, open=is_open,
        period=period, period_name=known.period_name(period) if period else None,
        explanation=None if said is None else Explanation(said, known.who(by), on),
        asks=asked(known, slug, got, told, unit, form) if is_open else None,
        dismissal=Explanation(gone or "", known.who(gone_by), gone_at) if gone_at else None,
        stray=is_stray,
    )  # fmt: skip
