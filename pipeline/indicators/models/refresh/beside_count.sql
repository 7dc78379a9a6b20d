-- level_count: only units in scope, and beside them the known sums
delete from level_count where not exists (
    from scope_unit
    where scope_unit.unit = level_count.unit and scope_unit.day = level_count.ends
      and scope_unit.part <> 'known'
);

insert into level_count select * from known_count
