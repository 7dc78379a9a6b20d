-- level_count: one row per form, way of counting, reporting unit, and window
create or replace temp table level_count as
with earliest as (
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
    select owed.form, owed.unit, owed.win, owed.ends, tree.parent, tree.depth,
           tree.is_open, owed.is_known,
           count(*) as reports_expected,
           count(*) filter (owed.is_in) as reports_in,
           count(*) filter (owed.is_in and owed.in_time) as reports_in_time
    from owed
    join unit_tree as tree on tree.unit = owed.unit and tree.day = owed.ends
    group by all
)
select form, 'reports' as counts, win, ends, unit, parent, depth,
       reports_expected as expected, reports_in as reported, 0::bigint as carried,
       reports_in_time as on_time
from by_unit
union all
select form, 'units', win, ends, unit, parent, depth,
       cast(is_open as bigint), cast(is_open and reports_in > 0 as bigint),
       cast(is_open and is_known and reports_in = 0 as bigint),
       cast(is_open and reports_in_time > 0 as bigint)
from by_unit
