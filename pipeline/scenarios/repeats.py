"""Late reporters repeat their last report: the same figures, dated into the missing period.

Stocks, flows and registers are taken over as they were; the entries of a list of events are moved
by as many months as lie between the periods. What is repeated counts as a day late.
"""

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.form import Section
from pipeline.indicators.compute import name_periods

MISSING = """
create or replace temp table repeated as
with recursive below as (
    select unit from unit_tree where unit = $unit and day = (
        select max(ends) from time_window where period = $period)
    union
    select tree.unit from below join unit_tree as tree on tree.parent = below.unit
     and tree.day = (select max(ends) from time_window where period = $period)
),
owed as (
    select distinct expected.form, expected.unit, expected.period, expected.starts, expected.due_on
    from expected_report as expected
    join below using (unit)
    join time_window as win on win.period = $period and win.span = 'period'
     and expected.starts >= win.starts and expected.ends <= win.ends
    where ($form is null or expected.form = $form) and not exists (
        select 1 from submission where current and submission.form = expected.form
           and submission.unit = expected.unit and submission.period = expected.period)
),
sent as (
    select submission.submission, submission.form, submission.unit, period_days.starts,
           period_days.ends
    from submission join period_days using (period)
    where submission.current
      and submission in (select submission from submission_section)
),
last as (
    select owed.form, owed.unit, owed.period, owed.starts, owed.due_on,
           arg_max(sent.submission, (sent.ends, sent.starts)) as old,
           arg_max(sent.starts, (sent.ends, sent.starts)) as old_starts
    from owed join sent on sent.form = owed.form and sent.unit = owed.unit
     and sent.ends < owed.starts
    group by all
)
select *, (select max(submission) from submission) + row_number() over (
           order by form, unit, period) as fresh,
       date_diff('month', old_starts, starts) as months
from last
"""
SUBMISSION = """
insert into submission by name
select s.* replace (
    r.fresh as submission, r.period as period, 'accepted' as verdict, true as current,
    r.due_on + interval 1 day as received_at,
    (select coalesce(max(version), 0) + 1 from submission as v
     where v.form = r.form and v.unit = r.unit and v.period = r.period) as version)
from submission as s join repeated as r on r.old = s.submission
"""
SECTION = """
insert into submission_section by name
select s.* replace (r.fresh as submission)
from submission_section as s join repeated as r on r.old = s.submission
"""


def repeat_last(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    unit: str,
    period: str,
    form: str | None = None,
) -> int:
    """Add what the late ones below a unit would send, and note it as changed; return how many
    reports. The ground is laid: what is owed, by whom, when."""
    name_periods(connection, catalogue)
    connection.execute(MISSING, {"unit": unit, "period": period, "form": form})
    connection.execute(SUBMISSION)
    connection.execute(SECTION)
    for table, (known, name) in catalogue.tables().items():
        connection.execute(rows_again(table, known.sections[name]))
    connection.execute("insert into changed_report select form, unit, period from repeated")
    row = connection.execute("select count(*) from repeated").fetchone()
    return int(row[0]) if row else 0


def rows_again(table: str, section: Section) -> str:
    """SQL that repeats the rows of one table."""
    moved = [f'cast(t."{name}" + to_months(cast(r.months as integer)) as date) as "{name}"'
             for name, field in section.fields.items()
             if field.type == "date" and section.kind == "events"]  # fmt: skip
    replaced = ", ".join(["r.fresh as submission", "r.period as period", *moved])
    return (
        f'insert into "{table}" by name select t.* replace ({replaced})'
        f' from "{table}" as t join repeated as r on r.old = t.submission'
    )
