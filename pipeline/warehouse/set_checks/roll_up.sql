-- One row per figure of a superior that the reports of its units do not give, nor give rounded to
-- as many decimals.
select fact.submission, fact.source_row, null::bigint as other, null::integer as other_row,
       fact."{value}" as value, indicator_value.value as computed, fact."{indicator}" as indicator,
       indicator_value.expected as units_expected, indicator_value.reported as units_reported
from (from "current_{table}" where {where}) as fact
join roll_up_family on roll_up_family.indicator = fact."{indicator}"
join indicator_value
  on indicator_value.unit = fact.unit and indicator_value.period = fact.period
 and indicator_value.indicator = fact."{indicator}"
 and indicator_value.family = roll_up_family.family
 and indicator_value.span = roll_up_family.span and indicator_value.segment = ''
where abs(fact."{value}" - indicator_value.value) > 1e-9 + greatest(
      {within} * greatest(abs(fact."{value}"), abs(indicator_value.value)),
      0.5 * pow(10, -length(rtrim(split_part(fact."{value}"::varchar, '.', 2), '0'))))
  and ({incomplete} or indicator_value.reported >= indicator_value.expected)
