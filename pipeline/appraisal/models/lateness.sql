-- lateness: one row per asked unit, period, form and span: days late of the reports below it
with recursive below as (
    select distinct unit as holder, unit, period, day from late_asked
    union all
    select below.holder, tree.unit, below.period, below.day
    from below join unit_tree as tree on tree.parent = below.unit and tree.day = below.day
),
received as (
    select form, unit, period, min(cast(received_at as date)) as day
    from submission where verdict = 'accepted' group by all
),
owed as (
    select asked.unit, asked.period, asked.form, asked.span, received.day is not null as is_in,
           greatest(date_diff('day', expected.due_on, received.day), 0) as late
    from late_asked as asked
    join below on below.holder = asked.unit and below.period = asked.period
    join expected_report as expected
      on expected.unit = below.unit and expected.starts >= asked.starts
     and expected.ends <= asked.ends and asked.form in ('', expected.form)
    left join received
      on received.unit = expected.unit and received.form = expected.form
     and received.period = expected.period
)
select unit, period, form, span, count(*), count(*) filter (is_in),
       sum(late) filter (is_in), max(late) filter (is_in)
from owed group by all
