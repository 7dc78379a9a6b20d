-- One row per unit that has a name in common with another, at the last period both report.
with reporting as (
    select unit, period, min(submission) as submission
    from submission where current group by all
),
named as (
    select reporting.*, period_before.starts, unnest(list_distinct(list_transform(
        [org_unit.name_zh] || from_json(org_unit.aliases, '["varchar"]'),
        lambda name: regexp_replace(regexp_replace(name, '[（(][^（）()]*[）)]|\s', '', 'g'),
                                    '{drop}', '', 'g')))) as name
    from reporting
    join period_before using (period)
    join org_unit on org_unit.unit = reporting.unit
     and period_before.starts between org_unit.valid_from and org_unit.valid_to
),
pairs as (
    select one.submission, one.unit, two.submission as other, one.starts, one.name
    from named as one
    join named as two on two.name = one.name and two.period = one.period and two.unit <> one.unit
    where length(one.name) >= {shortest}
)
select submission, null::integer as source_row, min(other) as other, null::integer as other_row
from pairs
group by submission, unit, starts
qualify starts = max(starts) over (partition by unit)
