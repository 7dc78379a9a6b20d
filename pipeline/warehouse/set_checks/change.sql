-- One row per figure that is many times, or a small part of, that of the period before; a unit
-- that took another in explains itself.
select now.submission, now.source_row, before.submission as other, before.source_row as other_row,
       before.period as previous_period,
       now."{field}" as value, before."{field}" as previous_value
from "current_{table}" as now
join period_before on period_before.period = now.period
join "current_{table}" as before on before.unit = now.unit and before.period = period_before.before
where greatest(now."{field}", before."{field}") >= {least}
  and not exists (from org_unit as gone where gone.merged_into = now.unit
                  and gone.valid_to >= period_before.before_starts
                  and gone.valid_to <= period_before.ends)
  and greatest(now."{field}", before."{field}") >= {ratio} * least(now."{field}", before."{field}")
