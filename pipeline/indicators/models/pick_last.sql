-- picked: each open unit's last report in a window, and the report before it where none is in
create or replace temp table picked as
with mine as (
    select unit, submission, starts, ends from report where tbl = getvariable('this_table')
      and unit >= getvariable('first_unit') and unit < getvariable('next_unit')
),
inside as (
    select mine.unit, win.win, arg_max(mine.submission, (mine.ends, mine.starts, mine.submission)) as submission
    from mine join time_window as win on mine.starts >= win.starts and mine.ends <= win.ends
    group by all
),
missing as (
    select distinct expected.unit, win.win, win.starts
    from expected_report as expected
    join time_window as win on expected.starts >= win.starts and expected.ends <= win.ends
    where expected.form = getvariable('this_form')
    and expected.unit >= getvariable('first_unit') and expected.unit < getvariable('next_unit')
    and not exists (from inside where inside.unit = expected.unit and inside.win = win.win)
),
before as (
    select missing.unit, missing.win, arg_max(mine.submission, (mine.ends, mine.starts, mine.submission)) as submission
    from missing join mine on mine.unit = missing.unit and mine.ends < missing.starts
    group by all
),
chosen as (
    select *, false as carried from inside
    union all
    select *, true from before
)
select chosen.unit, chosen.win as grp, chosen.submission, chosen.carried,
       win.starts as w_start, win.ends as w_end,
       tree.attributes
from chosen
join time_window as win using (win)
join unit_tree as tree on tree.unit = chosen.unit and tree.day = win.ends and tree.is_open
