-- indicator_value: one row per indicator, family, segment, unit at any level, and window
insert into indicator_value
with counted as (      -- which reports an indicator stands on: the form that is least complete
    select term.indicator, term.family, bool_or(measure.accumulates) as accumulates,
           list_sort(list(distinct {
               'form': json_extract_string(measure.definition, '$.form'),
               'counts': case when measure.over_time = 'last' then 'units' else 'reports' end
           })) as forms
    from indicator_term as term join measure using (measure)
    where term.indicator in (from wanted_indicator) and term.segment = ''
    group by term.indicator, term.family
),
together as (          -- many indicators stand on the same forms
    select forms, unnest(forms, recursive := true) from (select distinct forms from counted)
),
least as (
    select together.forms, c.unit, c.win,
           arg_min(c, (coalesce(c.reported / nullif(c.expected, 0), 2), -c.expected, -c.carried)) as c
    from together
    join completeness as c using (form, counts)
    group by together.forms, c.unit, c.win
),
complete as (
    select counted.indicator, counted.family, least.unit, least.win,
           least.c.expected, least.c.reported, least.c.carried
    from counted
    join least using (forms)
    join time_window as win using (win)
    where win.span = 'period' or counted.accumulates
),
added as (
    select term.indicator, term.family, term.segment, v.unit, v.win,
           any_value(term.scale) as scale,
           sum(v.value) filter (term.role = 'numerator') as numerator,
           sum(v.value) filter (term.role = 'denominator') as denominator,
           sum(v.carried) filter (term.role = 'numerator') as numerator_carried,
           sum(v.carried) filter (term.role = 'denominator') as denominator_carried,
           coalesce(bool_or(v.approximate), false) as approximate
    from indicator_term as term join measure_value as v using (measure)
    where term.indicator in (from wanted_indicator)
    group by all
),
shape as (
    select term.indicator, term.family, term.segment,
           bool_or(term.role = 'denominator') as has_denominator,
           -- only stocks can be taken over: what happened in a missing report is not known
           bool_and(measure.over_time = 'last'
                    and not contains(measure.definition, '"within":"period"')) as is_stock
    from indicator_term as term join measure using (measure)
    group by term.indicator, term.family, term.segment
),
everything as (
    select added.*, complete.expected, complete.reported, complete.carried
    from added left join complete using (indicator, family, unit, win)
    union all by name
    select complete.*, '' as segment
    from complete anti join (from added where segment = '') as has
        using (indicator, family, unit, win)
)
select e.indicator, e.family, e.segment, e.unit, e.win, w.period, w.span,
       e.numerator, e.denominator, e.numerator_carried, e.denominator_carried,
       case when not shape.has_denominator then e.scale * e.numerator
            when e.denominator <> 0 then e.scale * e.numerator / e.denominator end,
       case when not shape.is_stock then null
            when e.numerator_carried is null and e.denominator_carried is null then null
            when e.numerator is null and e.numerator_carried is null then null
            when not shape.has_denominator
                then e.scale * (coalesce(e.numerator, 0) + coalesce(e.numerator_carried, 0))
            when coalesce(e.denominator, 0) + coalesce(e.denominator_carried, 0) <> 0
                then e.scale * (coalesce(e.numerator, 0) + coalesce(e.numerator_carried, 0))
                     / (coalesce(e.denominator, 0) + coalesce(e.denominator_carried, 0)) end,
       coalesce(e.expected, 0), coalesce(e.reported, 0), coalesce(e.carried, 0),
       coalesce(e.approximate, false)
from everything as e
join shape using (indicator, family, segment)
join time_window as w using (win)
order by e.win, e.unit
