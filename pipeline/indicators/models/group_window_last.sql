-- group_window: one row per group of the pick and window that it counts in; groups are windows
create or replace temp table group_window as
select win as grp, win, ends from time_window
