-- indicator_value: the rows in scope replaced
delete from indicator_value using replaced
where indicator_value.unit = replaced.unit and indicator_value.win = replaced.win
  and indicator_value.indicator in (from wanted_indicator);

insert into indicator_value from slice.indicator_value semi join replaced using (unit, win);

-- what the next publication must hold
insert into moved_value from replaced
