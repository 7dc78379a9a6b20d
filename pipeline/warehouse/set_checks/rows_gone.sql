-- One row per report whose newest accepted version, counting or waiting to, lacks rows of the one
-- before it.
with newest as (
    select form, unit, period, max_by(submission, version) as submission, max(version) as version
    from submission left join held_submission using (submission)
    where form = '{form}' and verdict = 'accepted'
      and coalesce(why, '') not in ('returned', 'withdrawn')
    group by all
),
pair as (
    select newest.submission, max_by(before.submission, before.version) as other
    from newest
    join submission as before using (form, unit, period)
    where before.verdict = 'accepted' and before.version < newest.version
    group by all
),
entry as (       -- of rows with one key, or without any, the last ones are those that are gone
    select submission, {key} as key,
           row_number() over (partition by submission, {key} order by source_row) as place
    from "{table}" as fact
    where submission in (select submission from pair union all select other from pair)
)
select pair.submission, null::integer as source_row, pair.other, null::integer as other_row,
       count(*) as count
from pair
join entry as had on had.submission = pair.other
where not exists (
    from entry as has
    where has.submission = pair.submission and has.place = had.place
      and has.key is not distinct from had.key)
group by all
