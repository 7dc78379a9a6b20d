-- placed: the rows of a fact table, each with the number of the unit that it is first added to when
-- its period ends: superior for what happened, holder for stocks, which open units alone hold. Rows
-- of versions that do not count, or of units that do not exist yet, have neither
create or replace table placed as
with place as (
    select win.period, win.ends, tree.unit, tree.superior,
           case when win.ends <= tree.open_to then tree.superior end as holder
    from time_window as win
    join unit_place as tree
      on date_diff('day', tree.valid_from, win.ends) >= 0
     and date_diff('day', win.ends, tree.valid_to) >= 0
    where win.span = 'period'
)
select fact.*,
       case when fact.submission not in (select submission from submission where not current)
            then place.superior end as superior,
       case when fact.submission not in (select submission from submission where not current)
            then place.holder end as holder
from query_table(getvariable('this_table')) as fact
left join place on place.unit = fact.unit and place.period = fact.period
order by fact.submission, fact.source_row
