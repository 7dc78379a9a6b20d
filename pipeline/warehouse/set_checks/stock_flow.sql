-- One row per report whose stock does not follow from the report before.
select now.submission, now.source_row, before.submission as other, before.source_row as other_row,
       before.period as previous_period,
       now."{stock}" as value, before."{stock}" as previous_value,
       now."{added}" as added_value, now."{removed}" as removed_value,
       before."{stock}" + now."{added}" - now."{removed}" as expected,
       now."{stock}" - (before."{stock}" + now."{added}" - now."{removed}") as gap
from "current_{table}" as now
join period_before on period_before.period = now.period
join "current_{table}" as before on before.unit = now.unit and before.period = period_before.before
where before."{stock}" + now."{added}" - now."{removed}" <> now."{stock}"
