-- picked: reports with rough figures, in every window that contains them; with ``only_last`` just
-- where no later report of the unit takes their place
create or replace temp table picked as
with rough as (
    select distinct submission
    from query_table(getvariable('this_table')) where approximate is not null
),
inside as (
    select report.unit, win.win, win.starts, win.ends, report.submission,
           row_number() over (
               partition by report.unit, win.win
               order by report.ends desc, report.starts desc, report.submission desc
           ) = 1 as is_last
    from report
    join time_window as win on report.starts >= win.starts and report.ends <= win.ends
    where report.tbl = getvariable('this_table')
      and report.unit in (select unit from report semi join rough using (submission))
)
select inside.unit, inside.win as grp, inside.submission, false as carried,
       inside.starts as w_start, inside.ends as w_end, tree.attributes
from inside
semi join rough using (submission)
join unit_tree as tree on tree.unit = inside.unit and tree.day = inside.ends
where inside.is_last or not getvariable('only_last')
