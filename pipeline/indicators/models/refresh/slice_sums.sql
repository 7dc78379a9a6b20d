-- slice: all sums of the units in scope, from which their indicators follow
create or replace table slice.measure_value as
from measure_value semi join replaced using (unit, win);

create or replace table slice.completeness as
from completeness semi join replaced using (unit, win)
