-- level_value: when all is added up, only the units whose values are replaced
delete from level_value where not exists (
    from scope_unit
    where scope_unit.unit = level_value.unit and scope_unit.day = level_value.ends
      and scope_unit.part = 'replaced'
)
