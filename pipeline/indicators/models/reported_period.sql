-- reported_period: one row per root and period of which any report counts
insert into reported_period
select unit_root.root, report.period, count(*)
from report join unit_root using (unit)
group by all
