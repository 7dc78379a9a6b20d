-- changed_submission: the versions that count of every report that changed
create or replace temp table changed_submission as
select submission.* from submission semi join changed using (form, unit, period)
where submission.current;

insert into slice.submission_section
from submission_section where submission in (select submission from changed_submission)
