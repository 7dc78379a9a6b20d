"""Findings below a unit, newest first."""

import json

from pipeline.queries.answers import FindingList, FindingRow
from pipeline.queries.nouns import nouns
from pipeline.queries.units import breadcrumb, latest_period
from pipeline.warehouse.reader import Reader

BELOW = """
with recursive below as (
    select $unit as unit
    union
    select org_unit.unit from below join org_unit on org_unit.parent = below.unit
),
named as (
    select finding.*, not exists (
        select 1 from submission
        where submission.verdict = 'accepted' and submission.unit = finding.unit
          and submission.period = finding.period
          and submission.received_at > finding.received_at) as is_open
    from finding
    where (finding.unit in (from below) or (finding.unit is null and $all))
      and ($slug is null or slug = $slug) and ($severity is null or severity = $severity)
)
"""
ROWS = (
    BELOW
    + """
select finding, slug, severity, file, sheet, cell, got, details, unit, period, form,
       received_at, is_open
from named
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
            )
            for number, slug_, severity_, file, sheet, cell, got, details, code, period, form,
            at_, is_open in rows
        ),
        total=sum(number for _, _, number in counts),
        by_slug=tuple(counts),
    )  # fmt: skip
