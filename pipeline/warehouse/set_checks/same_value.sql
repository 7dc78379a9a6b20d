-- One row per row whose value stands in another row of the period too.
with held as (
    select submission, source_row, unit, period, "{field}" as thing
    from "current_{table}" where "{field}" is not null and {where}
),
paired as (
    select *, count(distinct unit) over same as units,
           first_value((submission, source_row, unit)) over (same order by unit, source_row) as first,
           last_value((submission, source_row, unit)) over
               (same order by unit, source_row rows between unbounded preceding
                and unbounded following) as final
    from held window same as (partition by period, thing)
)
select submission, source_row,
       case when first[3] <> unit then first[1] else final[1] end as other,
       case when first[3] <> unit then first[2] else final[2] end as other_row
from paired where units > 1
