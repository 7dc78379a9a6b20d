-- rough_value: the rows of the changed units replaced; then every rough value of the windows
delete from rough_value using changed
where rough_value.unit = changed.unit and rough_value.win in (select win from scope_window)
  and rough_value.measure in (select measure from this_pass);

insert into rough_value
from rough where unit in (select unit from changed) and win in (select win from scope_window);

create or replace temp table rough as
from rough_value
where win in (select win from scope_window) and measure in (select measure from this_pass)
