-- level_count: when all is added up, only the units whose counts are replaced
delete from level_count where not exists (
    from scope_unit
    where scope_unit.unit = level_count.unit and scope_unit.day = level_count.ends
      and scope_unit.part = 'replaced'
)
