-- level_value: only units in scope, and beside them the known sums
delete from level_value where not exists (
    from scope_unit
    where scope_unit.unit = level_value.unit and scope_unit.day = level_value.ends
      and scope_unit.part <> 'known'
);

insert into level_value select *, 0, 0 from known_value
