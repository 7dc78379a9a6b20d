-- level_value: what a scan found, added up where each unit's values are first added up. All
-- measures are added side by side, before each has rows of its own.
create or replace temp table side_by_side as
select place.target as unit, win.win, win.ends, scanned.carried, scanned.code,
       count(*) as reports, sum(columns('^(m[0-9]+)$')) as '\1'
from scanned
join group_window as win using (grp)
join added_for as place on place.unit = scanned.unit and place.day = win.ends
group by place.target, win.win, win.ends, scanned.carried, scanned.code;

insert into level_value
select number.number, long.win, long.ends, long.unit, tree.parent, tree.depth,
       sum(long.amount) filter (not long.carried),
       sum(long.amount) filter (long.carried),
       coalesce(sum(long.reports) filter (not long.carried), 0),
       coalesce(sum(long.reports) filter (long.carried), 0)
from (from side_by_side unpivot include nulls (amount for name in (columns('^m[0-9]+$')))) as long
join segment_number as number
  on long.name = 'm' || number.base and long.code is not distinct from number.code
join measure on measure.measure = number.number
join time_window as win using (win)
join unit_tree as tree on tree.unit = long.unit and tree.day = long.ends
where win.span = 'period' or measure.accumulates
group by all
