-- The names of units that are not here, and are named as who decided or promised something.
insert into definition
with named as (
    select by_unit as unit from flow_event
    union select decided_by from correction
    union select body ->> 'unit' from definition where kind = 'plan'
)
select 'superior', unit, '',
       to_json({zh: arg_max(name_zh, valid_from), en: arg_max(name_en, valid_from),
                level: arg_max(level, valid_from)})
from base.org_unit
where unit in (from named) and unit not in (from mine)
group by unit;
