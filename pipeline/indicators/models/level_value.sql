-- level_value: what all scans found, where each unit's values are first added up
insert into level_value
select number.number, long.win, long.ends, long.unit, tree.parent, tree.depth,
       sum(long.amount) filter (not long.carried),
       sum(long.amount) filter (long.carried),
       coalesce(sum(long.reports) filter (not long.carried), 0),
       coalesce(sum(long.reports) filter (long.carried), 0)
from side_by_side as long
join segment_number as number
  on number.scan = long.scan and number.base = long.base
 and number.code is not distinct from long.code
join measure on measure.measure = number.number
join time_window as win using (win)
join unit_tree as tree on tree.unit = long.unit and tree.day = long.ends
where win.span = 'period' or measure.accumulates
group by number.number, long.win, long.ends, long.unit, tree.parent, tree.depth
