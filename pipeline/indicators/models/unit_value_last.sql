-- unit_value: groups are windows already
insert into unit_value
select cast(substr(name, 2) as integer), unit, grp, carried, amount from scanned_long
