-- What belongs to an extract: units, their reports by period, their values by window.
-- A unit that stands below now (now_below) comes with all its past; one that left, with the time it
-- stood here.
create or replace temp table stood_here as
with recursive falling as (
    select day, unit from base.unit_tree where unit = getvariable('extract_of')
    union
    select tree.day, tree.unit
    from base.unit_tree as tree
    join falling on falling.day = tree.day and falling.unit = tree.parent
)
from falling;

create or replace temp table mine as
select unit from now_below union select unit from stood_here;

create or replace temp table my_value as
select unit, win from mine cross join base.time_window as span
where unit in (from now_below) or (unit, ends) in (select (unit, day) from stood_here);

-- beside all of those who stand below now
create or replace temp table my_report as
select distinct stood_here.unit, span.period
from stood_here join base.time_window as span on span.ends = stood_here.day;

-- whose locks hold here
create or replace temp table above as
with recursive climbing as (
    select parent as unit from base.org_unit where unit = getvariable('extract_of')
    union
    select version.parent from base.org_unit as version join climbing using (unit)
)
from climbing where unit is not null;
