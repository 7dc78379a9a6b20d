-- unit_value: the mean of a unit's reports in the window; one that says nothing (blank) is left out
insert into unit_value
with sent as (
    select days.unit, win.win, count(*) as reports
    from (select distinct unit, grp, w_start, w_end from pick) as days
    join time_window as win on days.w_start >= win.starts and days.w_end <= win.ends
    group by all
)
select measure.measure, long.unit, win.win, false,
       cast(coalesce(sum(long.amount), 0)
            / nullif(sent.reports - count(*) filter (long.amount is null), 0) as decimal(38, 6)),
       count(*)
from scanned_long as long
join measure on measure.measure = cast(substr(long.name, 2) as integer)
join (select distinct grp, w_start, w_end from pick) as days using (grp)
join time_window as win on days.w_start >= win.starts and days.w_end <= win.ends
join sent on sent.unit = long.unit and sent.win = win.win
where win.span = 'period' or measure.accumulates
group by measure.measure, long.unit, win.win, sent.reports
