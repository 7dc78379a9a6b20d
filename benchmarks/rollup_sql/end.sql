-- rolled_up: one wide row per superior and window
create or replace table rolled_up as
select unit, win, sum(reports) as reports, sum(columns('^(m[0-9]+)$')) as '\1'
from rolled
group by unit, win
order by unit, win
