-- measure_value: the rows in scope replaced
delete from measure_value using replaced
where measure_value.unit = replaced.unit and measure_value.win = replaced.win
  and measure_value.measure in (select measure from this_pass);

insert into measure_value from slice.measure_value semi join replaced using (unit, win)
