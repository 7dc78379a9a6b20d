-- Files in which no other unit reports: what is said of them, of no unit in particular, may be told.
create or replace temp table only_mine as
(select sha256 from submission union select sha256 from archive_file where sender in (from now_below))
except
select sha256 from base.submission anti join submission using (submission);
