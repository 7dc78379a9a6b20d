-- completeness: the rows in scope replaced
delete from completeness using replaced
where completeness.unit = replaced.unit and completeness.win = replaced.win
  and completeness.form in (select form from changed);

insert into completeness
from slice.completeness semi join replaced using (unit, win)
where form in (select form from changed)
