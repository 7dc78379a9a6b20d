-- slice: what the engine reads to compute the units in scope again
create or replace temp table reading as
select distinct unit from scope_unit where part <> 'known';

insert into slice.time_window from scope_window;
insert into slice.measure from measure;
insert into slice.indicator_term from indicator_term;

create or replace table slice.report as
with mine as (
    select report.* from report
    where unit in (from reading) and tbl in (select tbl from form_table)
      and ends <= (select max(ends) from scope_window)
)
select mine.* from mine
where exists (from scope_window as win where mine.starts >= win.starts and mine.ends <= win.ends)
union
(
    select mine.* from mine join scope_window as win on mine.ends < win.starts
    qualify row_number() over (
        partition by mine.unit, mine.tbl, win.win
        order by mine.ends desc, mine.starts desc, mine.submission desc
    ) = 1
);

insert into slice.submission
from submission where unit in (from reading) and form in (select form from form_table);

insert into slice.expected_report
select due.* from expected_report as due
where due.unit in (from reading) and due.form in (select form from form_table)
  and exists (from scope_window as win where due.starts >= win.starts and due.ends <= win.ends);

insert into slice.unit_tree
select tree.* from unit_tree as tree
where tree.unit in (select unit from scope_unit)
  and tree.day in (select ends from scope_window union select ends from slice.report)
