"""How many reports can still come in time: whoever is late stays late, whatever is done."""

from collections.abc import Iterable
from datetime import date

from pipeline.domain.indicator import Measure
from pipeline.queries.answers import PeriodRef
from pipeline.warehouse.reader import Reader

RECORDED, IN_TIME = "system_reports", "on_time"
"""The form and the field in which the program records when reports came."""
STILL = """
with recursive below as (
    select $unit as unit
    union
    select tree.unit from below join unit_tree as tree on tree.parent = below.unit
     and tree.day = $day
)
select count(*)
from expected_report as due
join below using (unit)
join time_window as win on win.period = $period and win.span = $span
 and due.starts >= win.starts and due.ends <= win.ends
where due.due_on >= $today and not exists (
    select 1 from submission
    where submission.verdict = 'accepted' and submission.form = due.form
      and submission.unit = due.unit and submission.period = due.period)
"""


def is_of_reports_in_time(measures: Iterable[Measure]) -> bool:
    """Whether a sum counts reports by whether they came in time."""
    return any(one.form == RECORDED and IN_TIME in one.where for one in measures)


def still_on_time(reader: Reader, unit: str, at: PeriodRef, span: str) -> int:
    """How many reports due of a unit and those below it are missing and not yet late, on the day
    of what is published; ``span``: of the period, or of the year so far."""
    asked = {"unit": unit, "day": at.end, "period": at.code, "span": span, "today": day_of(reader)}
    ((count,),) = reader.rows(STILL, asked)
    return int(count)


def day_of(reader: Reader) -> date:
    """The day the figures are of."""
    return reader.as_of or reader.publication.published_at.date()
