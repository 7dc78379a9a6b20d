-- What a check found, with the place of each row and of the row it is compared with.
with found as ({found})
select found.*,
       here.sha256 as _sha256, here.received_at as _received_at, here.form as _form,
       here.unit as _unit, here.period as _period, archive_file.name as _file,
       spot.sheet as _sheet, spot.layout as _layout, spot.cells as _cells,
       there.unit as _other_unit, there.period as _other_period, other_file.name as _other_file,
       other_spot.sheet as _other_sheet, other_spot.layout as _other_layout,
       other_spot.cells as _other_cells
from found
join submission as here on here.submission = found.submission
join archive_file on archive_file.sha256 = here.sha256
left join submission_section as spot
  on spot.submission = here.submission and spot.section = $table
  and spot.part = coalesce(found.source_row, 0) // {rows}
left join submission as there on there.submission = found.other
left join archive_file as other_file on other_file.sha256 = there.sha256
left join submission_section as other_spot
  on other_spot.submission = there.submission and other_spot.section = $other_table
  and other_spot.part = coalesce(found.other_row, 0) // {rows}
order by here.unit, here.period, found.source_row
