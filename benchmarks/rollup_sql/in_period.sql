-- in_period: placed rows with the days of their periods and what their units were then
create or replace temp view in_period as
select placed.*, win.starts as w_start, win.ends as w_end, tree.attributes
from placed
join time_window as win on win.period = placed.period and win.span = 'period'
join unit_place as tree
  on tree.unit = placed.unit and tree.valid_from <= win.ends and win.ends <= tree.valid_to
