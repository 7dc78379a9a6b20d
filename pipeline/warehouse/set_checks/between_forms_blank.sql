-- One row per report that must be comparable and is not.
with left_side as (
    select submission, unit, period, {left_value} as value, min(source_row) as source_row
    from "current_{left_table}" group by submission, unit, period
),
right_side as (
    select submission, unit, period, {right_value} as value, min(source_row) as source_row
    from "current_{right_table}" group by submission, unit, period
)
select left_side.submission, left_side.source_row,
       right_side.submission as other, right_side.source_row as other_row
from left_side left join right_side using (unit, period)
where left_side.value is null or right_side.value is null
