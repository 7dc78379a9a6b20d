-- A field of the row `fact` as its report has it, whatever a superior made of it.
coalesce(
    (select reported from correction
     where state = 'applied' and correction.tbl = '{table}' and correction.field = '{field}'
       and correction.submission = fact.submission and correction.source_row = fact.source_row),
    cast(fact."{field}" as varchar))
