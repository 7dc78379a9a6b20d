-- first_place: one row per superior of reporting units and window: its place in the tree then
create or replace temp table first_place as
select sums.superior, sums.period, number.unit, win.win, win.ends, tree.parent, tree.depth
from first_sums as sums
join unit_number as number on number.number = sums.superior
join time_window as win on win.period = sums.period and win.span = 'period'
join unit_tree as tree on tree.unit = number.unit and tree.day = win.ends;

-- first: a view, the sums with the places
create or replace temp view first as
select place.* exclude (superior, period), sums.* exclude (superior, period)
from first_sums as sums join first_place as place using (superior, period);

create or replace temp table climbed as from first limit 0
