"""Files whose findings wait for an answer: who, what, how many, since when."""

from pipeline.queries.answers import OpenFile, OpenFiles
from pipeline.queries.findings import BELOW, is_topmost
from pipeline.queries.nouns import nouns
from pipeline.queries.units import breadcrumb, latest_period
from pipeline.warehouse.reader import Reader

FILES = (
    BELOW
    + """,
kinds as (
    select unit, period, sha256, slug, count(*) as times
    from named where is_open group by all
),
ranked as (
    select unit, period, sha256, list(slug order by times desc, slug) as slugs
    from kinds group by all
)
select named.unit, named.period, min(named.file),
       count(*) filter (severity = 'error'), count(*) filter (severity = 'explain'),
       count(*) filter (severity = 'warning'), min(named.received_at), any_value(ranked.slugs)
from named
join ranked on ranked.sha256 = named.sha256
     and ranked.unit is not distinct from named.unit
     and ranked.period is not distinct from named.period
where is_open
group by named.unit, named.period, named.sha256
order by count(*) filter (severity = 'error') = 0, min(named.received_at), min(named.file),
         named.unit
"""
)


def open_files(reader: Reader, unit: str) -> OpenFiles:
    """Files of a unit and the units below it with open findings.

    Files whose unit could not be told belong to the topmost units.
    """
    known = nouns(reader)
    at = known.period(latest_period(reader, unit))
    parameters = {"unit": unit, "all": is_topmost(breadcrumb(reader, unit, at))}
    return OpenFiles(
        unit=known.unit(unit),
        rows=tuple(
            OpenFile(
                unit=known.unit(code) if code in known.units else None,
                period=period, period_name=known.period_name(period) if period else None,
                file=file, errors=errors, explains=explains, warnings=warnings,
                since=since, slugs=tuple(slugs),
            )
            for code, period, file, errors, explains, warnings, since, slugs in reader.rows(
                FILES, parameters
            )
        ),
    )  # fmt: skip
