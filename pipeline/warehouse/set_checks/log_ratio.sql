-- One row per report: the logarithm of a figure against its base, and who its peers are.
create or replace temp table log_ratio as
select fact.submission, fact.source_row, fact.unit, fact.period, period_before.kind,
       period_before.starts, period_before.before_starts, period_before.ends,
       fact."{field}"::double as value, {base}::double as base,
       ln(fact."{field}"::double / {base}::double) as ratio, {peer} as peer
from "current_{table}" as fact
join period_before on period_before.period = fact.period
{join}
where fact."{field}" > 0 and {base} > 0
