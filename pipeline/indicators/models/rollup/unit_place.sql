-- unit_place: one row per unit and span of days: the unit its reports are first added to.
-- That is the unit above, or the unit itself where it has, or ever had, units below.
create or replace table unit_place as
select unit,
       case when parent is null or parent not in (select unit from org_unit)
                 or unit in (select parent from org_unit where parent is not null)
            then unit else parent end as parent,
       valid_from,
       coalesce(
           lead(valid_from) over (partition by unit order by valid_from) - interval 1 day,
           date '9999-12-31'
       )::date as valid_to,
       valid_to as open_to,
       attributes
from org_unit
