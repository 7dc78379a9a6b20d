-- measure_value: one row per measure, window and unit at any level
insert into measure_value
select level_value.measure, level_value.unit, level_value.win,
       sum(level_value.value), sum(level_value.carried), null
from level_value join measure using (measure)
where measure.segment = ''
group by level_value.measure, level_value.unit, level_value.win
order by level_value.win, level_value.unit;

-- segments are kept for superiors and for units with a plan
create or replace temp table kept as
select level_value.measure, level_value.unit, level_value.win,
       sum(level_value.value) as value, sum(level_value.carried) as carried,
       sum(level_value.reports) as reports, sum(level_value.carried_reports) as carried_reports
from level_value
join unit_tree as tree on tree.unit = level_value.unit and tree.day = level_value.ends
where tree.has_children or tree.unit in (from planned_unit)
group by level_value.measure, level_value.unit, level_value.win;

-- a report in which no row lies in the segment adds zero to it, and is not absent
insert into measure_value
select part.measure, whole.unit, whole.win,
       coalesce(mine.value, case when whole.reports > coalesce(mine.reports, 0) then 0 end),
       coalesce(mine.carried,
                case when whole.carried_reports > coalesce(mine.carried_reports, 0) then 0 end),
       null
from measure as part
join measure as base
  on base.tbl = part.tbl and base.definition = part.definition and base.segment = ''
join kept as whole on whole.measure = base.measure
join time_window as win on win.win = whole.win
left join kept as mine
  on mine.measure = part.measure and mine.unit = whole.unit and mine.win = whole.win
where part.segment <> '' and part.measure in (select measure from this_pass)
  and (win.span = 'period' or part.accumulates)
order by whole.win, whole.unit
