-- side_by_side: one row per scan, unit that values are first added up for, window, code, and measure.
-- All measures of a scan are added side by side, before each has rows of its own.
insert into side_by_side
select getvariable('this_scan'), long.unit, long.win, long.ends, long.carried, long.code,
       cast(substr(long.name, 2) as integer), long.amount, long.reports
from (
    from (
        select place.target as unit, win.win, win.ends, scanned.carried, scanned.code,
               count(*) as reports, sum(columns('^(m[0-9]+)$')) as '\1'
        from scanned
        join group_window as win using (grp)
        join added_for as place on place.unit = scanned.unit and place.day = win.ends
        group by place.target, win.win, win.ends, scanned.carried, scanned.code
    )
    unpivot include nulls (amount for name in (columns('^m[0-9]+$')))
) as long
