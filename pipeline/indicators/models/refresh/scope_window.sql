-- scope_window: windows with a changed report inside, and later ones that carry its stock forward
create or replace temp table moved as
select tbl, unit, period, starts, ends from old_report
union
select tbl, unit, period, starts, ends from slice.report;

create or replace temp table known_report as
select tbl, unit, starts, ends from report
where unit in (select unit from moved) and tbl in (select tbl from moved);

create or replace temp table known_due as
select form, unit, starts, ends from expected_report
where unit in (select unit from changed) and form in (select form from changed);

create or replace temp table scope_window as
select win.* from time_window as win
where exists (
    from changed where changed.starts >= win.starts and changed.ends <= win.ends
)
or exists (
    from moved
    join form_table using (tbl)
    join known_due as due using (form, unit)
    where moved.ends < win.starts and due.starts >= win.starts and due.ends <= win.ends
      and not exists (
          from known_report as other
          where other.tbl = moved.tbl and other.unit = moved.unit
            and (other.starts >= win.starts and other.ends <= win.ends
                 or other.ends > moved.ends and other.ends < win.starts)
      )
)
