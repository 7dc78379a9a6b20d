-- measure_value: one row per measure, window and unit at any level
insert into measure_value
select level_value.measure, level_value.unit, level_value.win,
       sum(level_value.value), sum(level_value.carried), null
from level_value
join measure using (measure)
join unit_tree as tree on tree.unit = level_value.unit and tree.day = level_value.ends
-- segments are kept for superiors and for units with a plan
where measure.segment = '' or tree.has_children or tree.unit in (from planned_unit)
group by level_value.measure, level_value.unit, level_value.win;

-- a segment without any row, in reports that are in, is zero and not absent
insert into measure_value
select part.measure, whole.unit, whole.win, 0, null, null
from measure as part
join measure as base
  on base.tbl = part.tbl and base.definition = part.definition and base.segment = ''
join measure_value as whole on whole.measure = base.measure and whole.value is not null
join time_window as win on win.win = whole.win
join unit_tree as tree on tree.unit = whole.unit and tree.day = win.ends
where part.segment <> '' and (tree.has_children or tree.unit in (from planned_unit))
  and part.measure in (select measure from this_pass)
  and not exists (
      from measure_value as has
      where has.measure = part.measure and has.unit = whole.unit and has.win = whole.win
  )
