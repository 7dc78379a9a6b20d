"""Files that were held back and let in after a newer version of their report had come: since when
they count as there. Nobody changed them by sending that version."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import duckdb

from pipeline.domain.event import Event
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead
from pipeline.warehouse.late_changes import admitted_since
from pipeline.warehouse.report_keys import reports_of

OVERTAKEN = """
select sha256, form, unit, period from (
    select unnest($files::varchar[]) as sha256, unnest($forms::varchar[]) as form,
           unnest($units::varchar[]) as unit, unnest($periods::varchar[]) as period,
           unnest($times::timestamp[]) as came) as held
semi join submission as newer
  on (newer.form, newer.unit, newer.period) = (held.form, held.unit, held.period)
 and newer.received_at > held.came
"""


def let_in(
    connection: duckdb.DuckDBPyConnection,
    files: Iterable[FileRead],
    late: Collection[str],
    events: Sequence[Event],
    at: datetime,
) -> list[Event]:
    """What is to be noted of files that are accepted now and were not (``late``): those of whose
    reports a newer version has come meanwhile."""
    noted = admitted_since(events)
    held = [
        (file.sha256, *report, file.received_at)
        for file in files
        if file.verdict is Verdict.ACCEPTED and file.sha256 in late and file.sha256 not in noted
        for report in reports_of(file)
    ]
    if not held:
        return []
    columns = zip(("files", "forms", "units", "periods", "times"), zip(*held, strict=True),
                  strict=True)  # fmt: skip
    rows = connection.execute(OVERTAKEN, {name: list(column) for name, column in columns})
    return [
        Event(at=at, deed="admit", by=unit, form=form, unit=unit, period=period, sha256=sha256)
        for sha256, form, unit, period in sorted(rows.fetchall())
    ]
