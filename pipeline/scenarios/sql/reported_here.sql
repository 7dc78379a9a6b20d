-- As reported_period of the engine, which counts before the product's own reports are in.
insert into reported_period
select unit_root.root, report.period, count(*)
from report join unit_root using (unit)
where not starts_with(report.tbl, 'system_')
group by all
