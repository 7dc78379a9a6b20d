-- rough_climbed: the unit with the rough figure and all its superiors
create or replace temp table rough_climbed as
with recursive climbing as (
    select rough.measure, rough.win, win.ends, rough.unit
    from rough join time_window as win using (win)
    union
    select climbing.measure, climbing.win, climbing.ends, tree.parent
    from climbing
    join unit_tree as tree on tree.unit = climbing.unit and tree.day = climbing.ends
    where tree.parent is not null
)
select distinct measure, unit, win from climbing;
