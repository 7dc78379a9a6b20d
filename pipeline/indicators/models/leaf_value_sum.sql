-- measure_value: what a scan found of units that are added up for the unit above them, by window
insert into measure_value
select measure.measure, long.unit, long.win, long.amount, null, null
from (
    from (
        select win.win, scanned.unit, sum(columns('^(m[0-9]+)$')) as '\1'
        from scanned
        join group_window as win using (grp)
        join added_for as place
          on place.unit = scanned.unit and place.day = win.ends and place.target <> place.unit
        group by win.win, scanned.unit
        order by win.win, scanned.unit
    )
    unpivot include nulls (amount for name in (columns('^m[0-9]+$')))
) as long
join measure on long.name = 'm' || measure.measure
join time_window as win using (win)
where measure.segment = '' and (win.span = 'period' or measure.accumulates)
