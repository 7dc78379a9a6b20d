-- picked: each open unit's last report in a span of days, and the report before it where none is in.
-- Windows of the same days (a year, and the year to its last quarter) are one group.
create or replace temp table picked as
with mine as (
    select unit, submission, starts, ends from report where tbl = getvariable('this_table')
      and unit >= getvariable('first_unit') and unit < getvariable('next_unit')
),
days as (
    select starts, ends, cast(row_number() over (order by starts, ends) as integer) as grp
    from (select distinct starts, ends from time_window)
),
inside as (
    select mine.unit, days.grp, arg_max(mine.submission, (mine.ends, mine.starts, mine.submission)) as submission
    from mine join days on mine.starts >= days.starts and mine.ends <= days.ends
    group by all
),
missing as (
    select distinct expected.unit, days.grp, days.starts
    from expected_report as expected
    join days on expected.starts >= days.starts and expected.ends <= days.ends
    where expected.form = getvariable('this_form')
    and expected.unit >= getvariable('first_unit') and expected.unit < getvariable('next_unit')
    and not exists (from inside where inside.unit = expected.unit and inside.grp = days.grp)
),
before as (
    select missing.unit, missing.grp, arg_max(mine.submission, (mine.ends, mine.starts, mine.submission)) as submission
    from missing join mine on mine.unit = missing.unit and mine.ends < missing.starts
    group by all
),
chosen as (
    select *, false as carried from inside
    union all
    select *, true from before
)
select chosen.unit, chosen.grp, chosen.submission, chosen.carried,
       days.starts as w_start, days.ends as w_end,
       tree.attributes
from chosen
join days using (grp)
join unit_tree as tree on tree.unit = chosen.unit and tree.day = days.ends and tree.is_open
