-- unit_root: one row per unit, with the topmost unit above it by the latest versions
insert into unit_root
with recursive latest as (
    select unit, parent from org_unit
    qualify row_number() over (partition by unit order by valid_from desc) = 1
),
falling as (
    select unit, unit as root from latest
    where parent is null or parent not in (select unit from latest)
    union all
    select latest.unit, falling.root from falling join latest on latest.parent = falling.unit
)
from falling
