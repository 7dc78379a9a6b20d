-- level_value: one row per measure, window and unit, with its place in the tree: the reporting
-- units' own values. Segments are kept for superiors and for units with a plan, so those of other
-- units are given to the unit above at once
create or replace temp table level_value as
with rising as (
    select unit_value.measure, unit_value.win, win.ends, unit_value.carried, unit_value.value,
           unit_value.reports,
           case when measure.segment = '' or tree.parent is null or tree.has_children
                     or tree.unit in (from planned_unit)
                then tree.unit else tree.parent end as unit
    from unit_value
    join measure using (measure)
    join time_window as win using (win)
    join unit_tree as tree on tree.unit = unit_value.unit and tree.day = win.ends
),
added as (
    select measure, win, ends, unit,
           sum(value) filter (not carried) as value,
           sum(value) filter (carried) as carried,
           coalesce(sum(reports) filter (not carried), 0) as reports,
           coalesce(sum(reports) filter (carried), 0) as carried_reports
    from rising
    group by all
)
select added.measure, added.win, added.ends, added.unit, tree.parent, tree.depth,
       added.value, added.carried, added.reports, added.carried_reports
from added
join unit_tree as tree on tree.unit = added.unit and tree.day = added.ends
