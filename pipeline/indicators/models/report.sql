-- report: one row per table and current submission
insert into report
select section.section, submission.submission, submission.unit, submission.period,
       period_days.starts, period_days.ends
from query_table(getvariable('submissions')) as submission
join submission_section as section using (submission)
join period_days using (period)
where submission.current
group by all
