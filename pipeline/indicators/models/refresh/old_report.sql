-- old_report: rows of report that the changes may replace
create or replace temp table old_report as
select report.* from report
join form_table using (tbl)
semi join changed using (form, unit, period)
