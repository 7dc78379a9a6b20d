-- One row per row all of whose larger figures are round.
with figures as (
    select submission, source_row,
           list_filter([{figures}], lambda figure: figure >= {multiple}) as held
    from "current_{table}"
)
select submission, source_row, null::bigint as other, null::integer as other_row,
       len(held) as count
from figures
where len(held) >= {at_least}
  and len(list_filter(held, lambda figure: figure % {multiple} <> 0)) = 0
