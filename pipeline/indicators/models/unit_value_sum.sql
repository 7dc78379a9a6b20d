-- unit_value: a unit's reports in the window, added
insert into unit_value
select measure.measure, long.unit, win.win, false, sum(long.amount), count(*)
from scanned_long as long
join measure on measure.measure = cast(substr(long.name, 2) as integer)
join (select distinct grp, w_start, w_end from pick) as days using (grp)
join time_window as win on days.w_start >= win.starts and days.w_end <= win.ends
where win.span = 'period' or measure.accumulates
group by all
