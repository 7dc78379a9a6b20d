-- known_value, known_count: the stored sums of the units beside the changed ones
create or replace temp table known_value as
select v.measure, v.win, win.ends, v.unit, tree.parent, tree.depth, v.value, v.carried
from measure_value as v
join scope_window as win using (win)
join scope_unit as known on known.unit = v.unit and known.day = win.ends and known.part = 'known'
join unit_tree as tree on tree.unit = v.unit and tree.day = win.ends
where v.measure in (select measure from this_pass);

create or replace temp table known_count as
select c.form, c.counts, c.win, win.ends, c.unit, tree.parent, tree.depth,
       c.expected, c.reported, c.carried, c.on_time
from completeness as c
join scope_window as win using (win)
join scope_unit as known on known.unit = c.unit and known.day = win.ends and known.part = 'known'
join unit_tree as tree on tree.unit = c.unit and tree.day = win.ends
where c.form in (select form from changed)
