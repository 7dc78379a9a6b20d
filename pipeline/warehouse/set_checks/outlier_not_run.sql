-- One row per report that has too little to be compared with.
with compared as (
    select now.submission, count(earlier.submission) as known
    from log_ratio as now left join log_ratio as earlier
      on {alike}
    group by now.submission
)
select fact.submission, 'too-few-to-compare' as reason
from (select distinct submission from "current_{table}") as fact
left join compared using (submission)
where coalesce(compared.known, 0) < {at_least}
