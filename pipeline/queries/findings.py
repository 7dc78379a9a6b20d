"""Findings below a unit, newest first."""

import json

from pipeline.queries.answers import Explanation, FindingList, FindingRow
from pipeline.queries.nouns import nouns
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
    select finding.*, not exists (from said where said.finding = finding.finding) and not exists (
        select 1 from submission
        where submission.verdict = 'accepted' and submission.unit = finding.unit
          and submission.period = finding.period
          and submission.received_at > finding.received_at) and not (
        finding.unit is null and exists (      -- nobody's report: the file itself came again
            select 1 from archive_file
            where archive_file.verdict = 'accepted' and archive_file.name = finding.file
              and archive_file.received_at > finding.received_at)) as is_open
    from finding
    where (finding.unit in (from below) or (finding.unit is null and $all))
      and ($slug is null or slug = $slug) and ($severity is null or severity = $severity)
)
"""
ROWS = (
    BELOW
    + """
select finding, slug, severity, file, sheet, cell, got, details, unit, period, form,
       received_at, is_open, said_text, said_by, said_at
from named left join said using (finding)
order by is_open desc, severity = 'error' desc, received_at desc, file, finding
limit $limit
"""
)
COUNTS = BELOW + "select slug, severity, count(*) from named group by all order by 3 desc, 1"


def finding_list(
    reader: Reader,
    unit: str,
    slug: str | None = None,
    severity: str | None = None,
    limit: int = 200,
) -> FindingList:
    """Findings of files of a unit and the units below it.

    Findings of files whose unit could not be told are shown at the topmost units.
    """
    known = nouns(reader)
    at = known.period(latest_period(reader, unit))
    crumbs = breadcrumb(reader, unit, at)
    parameters: dict[str, object] = {
        "unit": unit,
        "slug": slug,
        "severity": severity,
        "all": len(crumbs) == 1,
    }
    rows = reader.rows(ROWS, {**parameters, "limit": limit})
    counts = reader.rows(COUNTS, parameters)
    return FindingList(
        unit=known.unit(unit),
        breadcrumb=crumbs,
        rows=tuple(
            FindingRow(
                finding=number, slug=slug_, severity=severity_, file=file, sheet=sheet, cell=cell,
                got=got, details=json.loads(details),
                unit=known.unit(code) if code in known.units else None,
                period=period, form=form, received_at=at_, open=is_open,
                explanation=said and Explanation(said, known.unit(by), on),
            )
            for number, slug_, severity_, file, sheet, cell, got, details, code, period, form,
            at_, is_open, said, by, on in rows
        ),
        total=sum(number for _, _, number in counts),
        by_slug=tuple(counts),
        publication=reader.publication.number,
    )  # fmt: skip
