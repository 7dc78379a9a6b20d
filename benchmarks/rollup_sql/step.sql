-- rolled: what the units of one depth give to the units above them
insert into rolled by name
select below.parent as unit, below.win, below.ends, tree.parent, tree.depth,
       sum(below.reports) as reports, sum(columns('^(m[0-9]+)$')) as '\1'
from rolled as below
join unit_tree as tree on tree.unit = below.parent and tree.day = below.ends
where below.depth = getvariable('this_depth')
group by below.parent, below.win, below.ends, tree.parent, tree.depth
