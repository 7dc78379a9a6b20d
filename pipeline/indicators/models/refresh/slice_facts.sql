-- a fact table of the slice: the rows of the reports that are read
create or replace temp table slice_rows as
select * from query_table(getvariable('this_table'))
where unit in (from reading) and submission in (select submission from slice.report)
