-- unit_value: the mean of a unit's reports in the window
insert into unit_value
select cast(substr(scanned_long.name, 2) as integer), scanned_long.unit, win.win, false,
       cast(sum(scanned_long.amount) / count(*) as decimal(38, 6))
from scanned_long
join (select distinct grp, w_start, w_end from pick) as days using (grp)
join time_window as win on days.w_start >= win.starts and days.w_end <= win.ends
group by all
