-- scanned: breakdowns are kept for superiors and for units with a plan, so those of other units are
-- added to the unit above at once
create or replace temp table scanned as
select case when tree.parent is null or tree.has_children or tree.unit in (from planned_unit)
            then tree.unit else tree.parent end as unit,
       grp, carried, code, sum(reports) as reports, sum(columns('^(m[0-9]+)$')) as "\1"
from scanned
join time_window as win on win.win = scanned.grp
join unit_tree as tree on tree.unit = scanned.unit and tree.day = win.ends
group by all
