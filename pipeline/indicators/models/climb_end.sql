-- measure_value: one row per measure, window and unit at any level
insert into measure_value
select level_value.measure, level_value.unit, level_value.win,
       sum(level_value.value), sum(level_value.carried), null
from level_value
join measure using (measure)
join unit_tree as tree on tree.unit = level_value.unit and tree.day = level_value.ends
-- segments of units without children are computed when asked for, not stored
where measure.segment = '' or tree.has_children or tree.depth = 0
group by level_value.measure, level_value.unit, level_value.win
