-- scanned_long: what a scan found, one row per measure, numbered as measures are
create or replace temp table scanned_long as
select 'm' || number.number as name, long.unit, long.grp, long.carried, long.amount
from (from scanned unpivot include nulls (amount for name in (columns('^m[0-9]+$')))) as long
join segment_number as number
  on long.name = 'm' || number.base and long.code is not distinct from number.code
where number.scan = getvariable('this_scan')
