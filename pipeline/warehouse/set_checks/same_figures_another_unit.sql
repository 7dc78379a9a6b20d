-- One row per row whose figures are, every one, those of another unit in the period.
with figures as (
    select submission, source_row, unit, period, [{figures}] as held
    from "current_{table}"
),
alike as (
    select *, count(distinct unit) over same as units,
           first_value((submission, source_row, unit)) over (same order by unit, source_row) as first,
           last_value((submission, source_row, unit)) over
               (same order by unit, source_row rows between unbounded preceding
                and unbounded following) as final
    from figures
    where len(list_filter(held, lambda figure: figure <> 0)) >= {at_least}
    window same as (partition by period, held)
)
select submission, source_row,
       case when first[3] <> unit then first[1] else final[1] end as other,
       case when first[3] <> unit then first[2] else final[2] end as other_row,
       len(list_filter(held, lambda figure: figure <> 0)) as count
from alike where units > 1
