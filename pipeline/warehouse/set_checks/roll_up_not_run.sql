-- One row per figure of a superior that cannot be compared yet.
select distinct fact.submission,
       case when fact."{value}" is null then 'blank'
            when indicator_value.value is null then 'no-units-figure'
            else 'units-missing' end as reason
from (from "current_{table}" where {where}) as fact
left join roll_up_family on roll_up_family.indicator = fact."{indicator}"
left join indicator_value
  on indicator_value.unit = fact.unit and indicator_value.period = fact.period
 and indicator_value.indicator = fact."{indicator}"
 and indicator_value.family = roll_up_family.family
 and indicator_value.span = roll_up_family.span and indicator_value.segment = ''
where fact."{indicator}" is not null
  and (fact."{value}" is null or indicator_value.value is null
       or not ({incomplete} or indicator_value.reported >= indicator_value.expected))
