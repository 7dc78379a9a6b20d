-- rolled_up: one wide row per superior and window. Those that add up nothing but reports, by far the
-- most, are not grouped again
create or replace temp table alone as
select superior, period, unit, win from first_place anti join climbed using (unit, win);

create or replace table rolled_up as
select alone.unit, alone.win, sums.* exclude (superior, period)
from first_sums as sums join alone using (superior, period);

insert into rolled_up by name
select unit, win, sum(reports) as reports, sum(columns('^(m[0-9]+)$')) as '\1'
from (from climbed union all from first semi join climbed using (unit, win))
group by unit, win
