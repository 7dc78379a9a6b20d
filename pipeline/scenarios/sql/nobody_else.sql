-- Codes of units that are not here, where rows that are here name them.
update org_unit set merged_into = null where merged_into not in (from mine);
update org_unit set split_from = null where split_from not in (from mine);
update org_unit set parent = null where parent not in (from mine);
set variable mine = (select list(unit) from mine);
update flow_event
set exempt = array_to_string(
    list_intersect(string_split(exempt, ';'), getvariable('mine')), ';'
)
where exempt <> '';
