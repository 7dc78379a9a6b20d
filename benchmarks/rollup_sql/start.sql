-- rolled: one wide row per superior of reporting units and window, with its place in the tree
create or replace temp table rolled as
select unit_number.unit, first.grp as win, win.ends, tree.parent, tree.depth,
       first.* exclude (superior, grp)
from rolled_first as first
join unit_number on unit_number.number = first.superior
join time_window as win on win.win = first.grp
join unit_tree as tree on tree.unit = unit_number.unit and tree.day = win.ends
