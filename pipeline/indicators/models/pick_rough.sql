-- picked: reports with rough figures, in every window that contains them
create or replace temp table picked as
select report.unit, win.win as grp, report.submission, false as carried,
       win.starts as w_start, win.ends as w_end, tree.attributes
from report
join time_window as win on report.starts >= win.starts and report.ends <= win.ends
join unit_tree as tree on tree.unit = report.unit and tree.day = win.ends
where report.tbl = getvariable('this_table')
  and report.submission in (
      select submission from query_table(getvariable('this_table')) where approximate is not null
  )
