-- level_count: what the units of one depth give to the units above them
insert into level_count
select below.form, below.counts, below.win, below.ends, below.parent, tree.parent, tree.depth,
       sum(below.expected), sum(below.reported), sum(below.carried), sum(below.on_time)
from level_count as below
join unit_tree as tree on tree.unit = below.parent and tree.day = below.ends
where below.depth = getvariable('this_depth')
group by all
