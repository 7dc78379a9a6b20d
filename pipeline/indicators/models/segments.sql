-- scanned_long: numbered by segment instead of by whole measure and code
create or replace temp table scanned_long as
select 'm' || segment_number.number as name, long.unit, long.grp, long.carried, long.reports, long.amount
from scanned_long as long
join segment_number on long.name = 'm' || segment_number.base and long.code = segment_number.code
