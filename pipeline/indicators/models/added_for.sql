-- added_for: one row per unit and day: the unit that its values are first added up for. That is
-- the unit above; or the unit itself, where units are below it or a plan needs its segments.
create or replace temp table added_for as
select day, unit,
       case when has_children or parent is null or unit in (from planned_unit)
            then unit else parent end as target
from unit_tree
