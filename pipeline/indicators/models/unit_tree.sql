-- unit_tree: every unit that exists or has existed on a window's last day, with its place.
-- Closed units keep their last place, so that what they reported stays in their superiors' sums.
create or replace temp table standing as
with version as (
    select unit, parent, valid_from, valid_to, attributes,
           lead(valid_from) over (partition by unit order by valid_from, rowid desc) as next_from
    from org_unit
)
select days.day, version.unit, version.parent, version.valid_to, version.attributes
from version
join (select distinct ends as day from time_window) as days
  on days.day >= version.valid_from
 and (version.next_from is null or days.day < version.next_from);

-- only the few units with others below them are climbed through
create or replace temp table superior as
with recursive has_below as (
    select distinct day, parent as unit from standing where parent is not null
),
linked as (
    select standing.day, standing.unit, above.unit as parent
    from standing
    join has_below using (day, unit)
    left join standing as above on above.day = standing.day and above.unit = standing.parent
),
falling as (
    select day, unit, 0 as depth, unit as root from linked where parent is null
    union all
    select linked.day, linked.unit, falling.depth + 1, falling.root
    from falling join linked on linked.day = falling.day and linked.parent = falling.unit
)
from falling;

insert into unit_tree
select standing.day, standing.unit, above.unit, coalesce(above.depth + 1, 0),
       coalesce(above.root, standing.unit), standing.valid_to >= standing.day,
       itself.unit is not null, standing.attributes
from standing
left join superior as above on above.day = standing.day and above.unit = standing.parent
left join superior as itself on itself.day = standing.day and itself.unit = standing.unit
