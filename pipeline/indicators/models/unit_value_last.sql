-- unit_value: groups are windows already; the year so far only where it is wanted
insert into unit_value
select measure.measure, long.unit, long.grp, long.carried, long.amount, long.reports
from scanned_long as long
join measure on measure.measure = cast(substr(long.name, 2) as integer)
join time_window as win on win.win = long.grp
where win.span = 'period' or measure.accumulates
