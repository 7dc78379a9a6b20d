-- One row per report far from the unit's own median so far.
with usual as (
    select now.submission, now.source_row, median(earlier.ratio) as middle,
           mad(earlier.ratio) as spread, count(*) as compared
    from log_ratio as now
    join log_ratio as earlier
      on earlier.unit = now.unit and earlier.kind = now.kind and earlier.starts < now.starts
    group by all
)
select now.submission, now.source_row, null::bigint as other, null::integer as other_row,
       now.value, now.base * exp(usual.middle) as usual_value, usual.compared,
       abs(now.ratio - usual.middle) / greatest(1.4826 * usual.spread, {least_spread}) as distance
from log_ratio as now join usual using (submission, source_row)
where usual.compared >= {at_least}
  and abs(now.ratio - usual.middle) >= ln({ratio})
  and abs(now.ratio - usual.middle) >= {deviations} * greatest(1.4826 * usual.spread, {least_spread})
  and greatest(now.value, now.base) >= {least}
  and not exists (from org_unit as gone where gone.merged_into = now.unit
                  and gone.valid_to >= now.before_starts and gone.valid_to <= now.ends)
