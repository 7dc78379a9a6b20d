-- added_for: one row per unit and day: the unit that its values are first added up for. That is
-- the unit above; or the unit itself, where units are below it or a plan needs its segments.
create or replace temp table added_for as
select tree.day, tree.unit,
       case when tree.has_children or tree.parent is null or planned.unit is not null
            then tree.unit else tree.parent end as target
from unit_tree as tree left join planned_unit as planned on planned.unit = tree.unit
