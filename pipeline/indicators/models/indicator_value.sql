-- indicator_value: one row per indicator, family, segment, unit at any level, and window; of the
-- units from first_unit on and before next_unit
insert into indicator_value
with counted as (      -- which reports an indicator stands on: the form that is least complete
    select term.indicator, term.family, term.valid_from,
           bool_or(measure.accumulates) as accumulates,
           list_sort(list(distinct {
               'form': json_extract_string(measure.definition, '$.form'),
               'counts': case when measure.over_time <> 'last' then 'reports'
                              when contains(measure.definition, '"within":"period"') then 'registers'
                              else 'units' end
           })) as forms
    from indicator_term as term join measure using (measure)
    where term.indicator in (from wanted_indicator) and term.segment = ''
    group by term.indicator, term.family, term.valid_from
),
variant as materialized (  -- rows by the million are joined and added up by number, not by name
    select row_number() over (order by indicator, family, segment, valid_from) as variant, first.*
    from (
        select term.indicator, term.family, term.segment, term.valid_from, term.valid_to,
               any_value(term.scale) as scale,
               bool_or(term.role = 'denominator') as has_denominator,
               bool_or(measure.segment <> '') as is_split,
               -- only stocks can be taken over: what happened in a missing report is not known
               bool_and(measure.over_time = 'last'
                        and not contains(measure.definition, '"within":"period"')) as is_stock
        from indicator_term as term join measure using (measure)
        where term.indicator in (from wanted_indicator)
        group by term.indicator, term.family, term.segment, term.valid_from, term.valid_to
    ) as first
),
stands_on as materialized (  -- many indicators stand on the same forms
    select row_number() over (order by forms) as stands_on, forms from (select distinct forms from counted)
),
together as (
    select stands_on, unnest(forms) as asked from stands_on
),
least as materialized (
    select together.stands_on, c.unit, c.win,
           arg_min({'expected': c.expected, 'reported': c.reported, 'carried': c.carried},
                   (coalesce(c.reported / nullif(c.expected, 0), 2), -c.expected, -c.carried)
           ) as counts
    from together
    join completeness as c on c.form = together.asked.form and c.counts = together.asked.counts
    where c.unit >= getvariable('first_unit') and c.unit < getvariable('next_unit')
    group by together.stands_on, c.unit, c.win
),
numbered as materialized (
    select variant.variant, variant.segment, variant.valid_from, variant.valid_to,
           variant.is_split, stands_on.stands_on, counted.accumulates
    from variant
    left join counted using (indicator, family, valid_from)
    left join stands_on using (forms)
),
added as materialized (
    select variant.variant, v.unit, v.win,
           sum(v.value) filter (term.role = 'numerator') as numerator,
           sum(v.value) filter (term.role = 'denominator') as denominator,
           sum(v.carried) filter (term.role = 'numerator') as numerator_carried,
           sum(v.carried) filter (term.role = 'denominator') as denominator_carried,
           coalesce(bool_or(v.approximate), false) as approximate
    from indicator_term as term
    join variant using (indicator, family, segment, valid_from)
    join measure_value as v using (measure)
    where v.unit >= getvariable('first_unit') and v.unit < getvariable('next_unit')
    group by variant.variant, v.unit, v.win
),
everything as (
    select added.*, least.counts
    from added
    join numbered using (variant)
    join time_window as win using (win)
    join unit_tree as tree on tree.unit = added.unit and tree.day = win.ends
    left join least
      on least.stands_on = numbered.stands_on and least.unit = added.unit and least.win = added.win
     and (win.span = 'period' or numbered.accumulates)
    where win.ends between numbered.valid_from and numbered.valid_to
      -- who keeps no segments has only the undivided denominator of one: half a rate, and no figure
      and (not numbered.is_split or tree.has_children or added.unit in (from planned_unit))
    union all
    select numbered.variant, least.unit, least.win, null, null, null, null, null, least.counts
    from numbered
    join least using (stands_on)
    join time_window as win using (win)
    anti join added
      on added.variant = numbered.variant and added.unit = least.unit and added.win = least.win
    where numbered.segment = '' and (win.span = 'period' or numbered.accumulates)
      and win.ends between numbered.valid_from and numbered.valid_to
)
select shape.indicator, shape.family, shape.segment, e.unit, e.win, w.period, w.span,
       e.numerator, e.denominator, e.numerator_carried, e.denominator_carried,
       case when not shape.has_denominator then shape.scale * e.numerator
            when e.denominator <> 0 then shape.scale * e.numerator / e.denominator end,
       case when not shape.is_stock then null
            when e.numerator_carried is null and e.denominator_carried is null then null
            when e.numerator is null and e.numerator_carried is null then null
            when not shape.has_denominator
                then shape.scale * (coalesce(e.numerator, 0) + coalesce(e.numerator_carried, 0))
            when coalesce(e.denominator, 0) + coalesce(e.denominator_carried, 0) <> 0
                then shape.scale * (coalesce(e.numerator, 0) + coalesce(e.numerator_carried, 0))
                     / (coalesce(e.denominator, 0) + coalesce(e.denominator_carried, 0)) end,
       coalesce(e.counts.expected, 0), coalesce(e.counts.reported, 0),
       case when shape.is_stock then coalesce(e.counts.carried, 0) else 0 end,
       coalesce(e.approximate, false)
from (from everything order by win, unit) as e  -- sorted while the rows are narrow
join variant as shape using (variant)
join time_window as w using (win)
