-- group_window: one row per group of the pick and window that it counts in; groups are spans of days
create or replace temp table group_window as
select days.grp, win.win, win.ends
from (select distinct grp, w_start, w_end from pick) as days
join time_window as win on days.w_start = win.starts and days.w_end = win.ends
