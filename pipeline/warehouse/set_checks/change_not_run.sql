-- One row per report without a figure of the period before.
select now.submission,
       case when before.submission is null then 'no-report-before' else 'blank' end as reason
from "current_{table}" as now
left join period_before on period_before.period = now.period
left join "current_{table}" as before
  on before.unit = now.unit and before.period = period_before.before
where now."{field}" is null or before."{field}" is null
