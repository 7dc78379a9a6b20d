-- One row per row whose figures are, every one, those of the period before.
with figures as (
    select submission, source_row, unit, period, [{figures}] as held
    from "current_{table}"
)
select now.submission, now.source_row, before.submission as other, before.source_row as other_row,
       before.period as previous_period,
       len(list_filter(now.held, lambda figure: figure <> 0)) as count
from figures as now
join period_before on period_before.period = now.period
join figures as before on before.unit = now.unit and before.period = period_before.before
where now.held = before.held
  and len(list_filter(now.held, lambda figure: figure <> 0)) >= {at_least}
