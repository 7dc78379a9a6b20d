-- unsettled: periods that come or go with the changes; with them windows and dues would change
create or replace temp table unsettled as
with counted as (
    select unit_root.root, period, sum(n) as n
    from (
        select unit, period, 1 as n from slice.report
        union all
        select unit, period, -1 as n from old_report
    )
    left join unit_root using (unit)
    group by all
)
select counted.period from counted
left join reported_period as known using (root, period)
where counted.n <> 0 and (known.reports is null or known.reports + counted.n <= 0)
