-- rolled: one wide row per superior of reporting units and window, with its place in the tree
create or replace temp table rolled as
select first.superior as unit, first.grp as win, win.ends, tree.parent, tree.depth,
       first.* exclude (superior, grp)
from rolled_first as first
join time_window as win on win.win = first.grp
join unit_tree as tree on tree.unit = first.superior and tree.day = win.ends
