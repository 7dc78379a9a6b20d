-- One row per report far from the median of its peers in the period.
with usual as (
    select period, peer, median(ratio) as middle, mad(ratio) as spread, count(*) as compared
    from log_ratio group by all
)
select now.submission, now.source_row, null::bigint as other, null::integer as other_row,
       now.value, now.base * exp(usual.middle) as usual_value, usual.compared,
       abs(now.ratio - usual.middle) / greatest(1.4826 * usual.spread, {least_spread}) as distance
from log_ratio as now
join usual on usual.period = now.period and usual.peer is not distinct from now.peer
where usual.compared >= {at_least}
  and abs(now.ratio - usual.middle) >= ln({ratio})
  and abs(now.ratio - usual.middle) >= {deviations} * greatest(1.4826 * usual.spread, {least_spread})
  and greatest(now.value, now.base) >= {least}
