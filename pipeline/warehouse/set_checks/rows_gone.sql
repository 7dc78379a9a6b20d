-- One row per report that counts and lacks rows of the accepted version before it.
with pair as (
    select now.submission, max_by(before.submission, before.version) as other
    from submission as now
    join submission as before using (form, unit, period)
    where now.current and now.form = '{form}'
      and before.verdict = 'accepted' and before.version < now.version
    group by all
),
entry as (       -- of rows with one key, or without any, the last ones are those that are gone
    select submission, {key} as key,
           row_number() over (partition by submission, {key} order by source_row) as place
    from "{table}"
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
