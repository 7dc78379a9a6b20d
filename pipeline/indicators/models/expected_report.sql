-- expected_report: what each version of a unit owes: each form, each period at whose end it is open
insert into expected_report
select form_due.form, owing.unit, owed.period, owed.starts, owed.ends,
       owed.ends + form_due.due_days
from owing
join unit_root using (unit)
join owed_period as owed on owed.root = unit_root.root and owed.frequency = owing.frequency
join form_due using (form_set)
where owing.valid_from <= owed.ends and owed.ends <= owing.valid_to
