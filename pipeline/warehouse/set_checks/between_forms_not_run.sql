-- One row per report that could not be compared, and why.
with left_side as (
    select submission, unit, period, {left_value} as value
    from "current_{left_table}" group by submission, unit, period
),
right_side as (
    select submission, unit, period, {right_value} as value
    from "current_{right_table}" group by submission, unit, period
)
select left_side.submission, case when right_side.submission is null then 'no-other-form'
                                  else 'blank' end as reason
from left_side left join right_side using (unit, period)
where left_side.value is null or right_side.value is null
