-- level_value: what the units of one depth give to the units above them
insert into level_value
select below.measure, below.win, below.ends, below.parent, tree.parent, tree.depth,
       sum(below.value), sum(below.carried), sum(below.reports), sum(below.carried_reports)
from level_value as below
join unit_tree as tree on tree.unit = below.parent and tree.day = below.ends
where below.depth = getvariable('this_depth')
group by all
