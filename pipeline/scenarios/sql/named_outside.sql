-- Units that are not here, and are named as who decided or promised something.
with named as (
    select by_unit as unit from flow_event
    union select decided_by from correction
    union select body ->> 'unit' from definition where kind = 'plan'
)
select distinct unit from named
where unit not in (from mine)
order by unit
