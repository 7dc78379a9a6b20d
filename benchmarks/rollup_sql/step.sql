-- climbed: what the units of one depth give to the units above them
insert into climbed by name
select below.parent as unit, below.win, below.ends, tree.parent, tree.depth,
       sum(below.reports) as reports, sum(columns('^(m[0-9]+)$')) as '\1'
from (
    from first where depth = getvariable('this_depth')
    union all
    from climbed where depth = getvariable('this_depth')
) as below
join unit_tree as tree on tree.unit = below.parent and tree.day = below.ends
group by below.parent, below.win, below.ends, tree.parent, tree.depth
