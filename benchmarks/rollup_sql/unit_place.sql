-- unit_number: one row per unit
create or replace table unit_number as
select unit, cast(row_number() over (order by unit) as integer) as number
from (select distinct unit from org_unit);

-- unit_place: one row per unit and span of days: the unit its reports are first added to.
-- That is the unit above, or the unit itself where it has, or ever had, units below
create or replace table unit_place as
with above as (select distinct parent as unit from org_unit where parent is not null),
versions as (
    select org_unit.unit,
           case when org_unit.parent is null or known.unit is null or itself.unit is not null
                then org_unit.unit else org_unit.parent end as parent,
           org_unit.valid_from,
           coalesce(
               lead(org_unit.valid_from) over (
                   partition by org_unit.unit order by org_unit.valid_from
               ) - interval 1 day,
               date '9999-12-31'
           )::date as valid_to,
           org_unit.valid_to as open_to,
           org_unit.attributes
    from org_unit
    left join above as itself on itself.unit = org_unit.unit
    left join (select distinct unit from org_unit) as known on known.unit = org_unit.parent
)
select versions.*, unit_number.number as superior
from versions
join unit_number on unit_number.unit = versions.parent
