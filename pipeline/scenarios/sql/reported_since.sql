-- Since when anything that is not here counts of a period below a topmost unit: a report counts from
-- the day it came, or was explained or approved last. Reports that count no more are left out.
with explained as (
    select finding.submission, max(said.received_at) as at
    from base.finding join base.current_explanation as said using (finding)
    where $explaining and finding.slug not in (select unnest($between::varchar[]))
    group by all
),
approved as (
    select form, unit, period, sha256, max(received_at) as at
    from base.flow_event where deed = 'approve' and $approving
    group by all
)
select top.root, sent.period,
       min(cast(greatest(sent.received_at, explained.at, approved.at) as date)) as since
from base.submission as sent
join base.unit_root as top using (unit)
left join explained using (submission)
left join approved using (form, unit, period, sha256)
where sent.verdict = 'accepted'
  and sent.submission not in (select submission from base.held_submission)
  and sent.submission not in (select submission from submission)
group by all
order by all
