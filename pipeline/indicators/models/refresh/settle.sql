-- report, reported_period: the changed reports replaced
update reported_period set reports = reports + counted.n
from (
    select unit_root.root, period, sum(n) as n
    from (
        select unit, period, 1 as n from slice.report
        union all
        select unit, period, -1 as n from old_report
    )
    join unit_root using (unit)
    group by all
) as counted
where reported_period.root = counted.root and reported_period.period = counted.period;

delete from report using old_report as old
where report.tbl = old.tbl and report.unit = old.unit and report.period = old.period;

insert into report from slice.report;

-- system_reports: what is now known of the changed reports
update system_reports
set received = latest.counts is not null, on_time = latest.on_time,
    required_cells = latest.required_cells, filled_cells = latest.filled_cells
from (
    select form, unit, period,
           max(submission) filter (current) as counts,
           count(*) filter (current) > 0 and coalesce(
               min(cast(received_at as date)) filter (verdict = 'accepted') <= any_value(due_on), false
           ) as on_time,
           max(required_cells) filter (current) as required_cells,
           max(filled_cells) filter (current) as filled_cells
    from changed
    join expected_report using (form, unit, period)
    left join submission using (form, unit, period)
    group by all
) as latest
where system_reports.form = latest.form and system_reports.unit = latest.unit
  and system_reports.period = latest.period;

-- what the next publication must hold
insert into moved_report select form, unit, period from changed
