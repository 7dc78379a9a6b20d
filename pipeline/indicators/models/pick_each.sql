-- picked: every report by itself; groups are numbered by period
create or replace temp table picked as
with mine as (
    select unit, submission, period, starts, ends from report
    where tbl = getvariable('this_table')
      and unit >= getvariable('first_unit') and unit < getvariable('next_unit')
),
numbered as (
    select period, cast(row_number() over (order by starts, ends) as integer) as grp
    from (select distinct period, starts, ends from mine)
)
select mine.unit, numbered.grp, mine.submission, false as carried,
       mine.starts as w_start, mine.ends as w_end, tree.attributes
from mine
join numbered using (period)
join unit_tree as tree on tree.unit = mine.unit and tree.day = mine.ends
