-- level_count: one row per form, way of counting, reporting unit, and window
create or replace temp table level_count as
with earliest as (
    select submission.form, submission.unit, min(period_days.ends) as ends
    from submission join period_days using (period)
    where submission.current group by all
),
owed as (
    select expected.form, expected.unit, expected.ends as period_ends, win.win, win.ends,
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
reached as (  -- a register stands for those before it
    select *,
           max(case when is_in then period_ends end) over (partition by form, unit, win) as last_in
    from owed
),
by_unit as (
    select reached.form, reached.unit, reached.win, reached.ends, tree.parent, tree.depth,
           tree.is_open, reached.is_known,
           count(*) as reports_expected,
           count(*) filter (reached.is_in) as reports_in,
           count(*) filter (reached.period_ends <= reached.last_in) as reports_covered,
           count(*) filter (reached.is_in and reached.in_time) as reports_in_time
    from reached
    join unit_tree as tree on tree.unit = reached.unit and tree.day = reached.ends
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
union all
select form, 'registers', win, ends, unit, parent, depth,
       reports_expected, reports_covered, 0::bigint, reports_in_time
from by_unit
where is_open
