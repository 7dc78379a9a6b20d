-- system_reports: one row per unit, form and period that was due
create or replace table system_reports as
with latest as (
    select form, unit, period, arg_max(submission, version) filter (current) as counts,
           min(received_at) filter (verdict = 'accepted') as first_accepted
    from submission group by all
)
select -dense_rank() over (order by expected.unit, expected.period) as submission,
       cast(row_number() over (
           partition by expected.unit, expected.period order by expected.form) as integer
       ) as source_row,
       expected.unit, expected.period, cast(null as varchar) as approximate,
       expected.form,
       true as expected,
       latest.counts is not null as received,
       latest.counts is not null
           and coalesce(cast(latest.first_accepted as date) <= expected.due_on, false) as on_time,
       submission.required_cells, submission.filled_cells
from expected_report as expected
left join latest using (form, unit, period)
left join submission on submission.submission = latest.counts;

insert into report
select distinct 'system_reports', system_reports.submission, system_reports.unit,
       system_reports.period, expected.starts, expected.ends
from system_reports
join expected_report as expected using (unit, period)
