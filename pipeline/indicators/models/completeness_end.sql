-- completeness: one row per form, way of counting, unit at any level, and window
insert into completeness
select form, counts, unit, win, sum(expected), sum(reported), sum(carried), sum(on_time)
from level_count
group by form, counts, unit, win
order by win, unit
