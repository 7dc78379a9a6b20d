-- scope_unit: on the windows' last days, the changed units and their superiors ('replaced'), the
-- units right below these whose reports are read again ('read'), and those whose sums are known
create or replace temp table scope_unit as
with recursive climbing as (
    select distinct changed.unit, scope_window.ends as day from changed cross join scope_window
    union
    select tree.parent, climbing.day
    from climbing
    join unit_tree as tree on tree.unit = climbing.unit and tree.day = climbing.day
    where tree.parent is not null
),
replaced as (
    select tree.unit, tree.day
    from unit_tree as tree
    join climbing on climbing.unit = tree.unit and climbing.day = tree.day
)
select unit, day, 'replaced' as part from replaced
union all
select tree.unit, tree.day, case when tree.has_children then 'known' else 'read' end
from unit_tree as tree
join replaced as above on above.unit = tree.parent and above.day = tree.day
anti join replaced on replaced.unit = tree.unit and replaced.day = tree.day;

create or replace temp table replaced as
select unit, win from scope_unit join scope_window on scope_window.ends = scope_unit.day
where scope_unit.part = 'replaced'
