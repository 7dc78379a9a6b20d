-- completeness: one row per form, way of counting, unit at any level, and window
insert into completeness
with recursive earliest as (
    select submission.form, submission.unit, min(period_days.ends) as ends
    from submission join period_days using (period)
    where submission.current group by all
),
owed as (
    select expected.form, expected.unit, expected.period, win.win, win.ends,
           coalesce(earliest.ends < win.starts, false) as is_known,
           exists (
               from submission
               where current and submission.form = expected.form
                 and submission.unit = expected.unit and submission.period = expected.period
           ) as is_in,
           exists (
               from submission
               where verdict = 'accepted' and submission.form = expected.form
                 and submission.unit = expected.unit and submission.period = expected.period
                 and cast(received_at as date) <= expected.due_on
           ) as in_time
    from expected_report as expected
    join time_window as win on expected.starts >= win.starts and expected.ends <= win.ends
    left join earliest using (form, unit)
),
by_unit as (
    select owed.form, owed.unit, owed.win, owed.ends, tree.depth, tree.parent, tree.is_open, owed.is_known,
           count(*) as reports_expected,
           count(*) filter (owed.is_in) as reports_in,
           count(*) filter (owed.in_time) as reports_in_time
    from owed
    join unit_tree as tree on tree.unit = owed.unit and tree.day = owed.ends
    group by all
),
climbing as (
    select form, win, ends, unit, unit as holder, parent as superior,
           reports_expected, reports_in, reports_in_time, is_open, is_known
    from by_unit
    union all
    select climbing.form, climbing.win, climbing.ends, climbing.unit, climbing.superior, tree.parent,
           climbing.reports_expected, climbing.reports_in, climbing.reports_in_time,
           climbing.is_open, climbing.is_known
    from climbing
    join unit_tree as tree on tree.unit = climbing.superior and tree.day = climbing.ends
)
select form, 'reports', holder, win,
       sum(reports_expected), sum(reports_in), 0, sum(reports_in_time)
from climbing group by all
union all
select form, 'units', holder, win,
       count(*) filter (is_open), count(*) filter (is_open and reports_in > 0),
       count(*) filter (is_open and is_known and reports_in = 0), count(*) filter (is_open and reports_in_time > 0)
from climbing group by all
