-- One row per unit and period whose two forms do not agree.
with left_side as (
    select submission, unit, period, {left_value} as value, {left_row} as source_row
    from "current_{left_table}" group by submission, unit, period
),
right_side as (
    select submission, unit, period, {right_value} as value, {right_row} as source_row
    from "current_{right_table}" group by submission, unit, period
)
select left_side.submission, left_side.source_row,
       right_side.submission as other, right_side.source_row as other_row,
       left_side.value as value, right_side.value as other_value
from left_side join right_side using (unit, period)
where {differs}
