-- level_value: the reporting units' means, with their places in the tree
insert into level_value
select unit_value.measure, unit_value.win, win.ends, unit_value.unit, tree.parent, tree.depth,
       sum(unit_value.value) filter (not unit_value.carried) as value,
       sum(unit_value.value) filter (unit_value.carried) as carried,
       coalesce(sum(unit_value.reports) filter (not unit_value.carried), 0) as reports,
       coalesce(sum(unit_value.reports) filter (unit_value.carried), 0) as carried_reports
from unit_value
join time_window as win using (win)
join unit_tree as tree on tree.unit = unit_value.unit and tree.day = win.ends
group by all
