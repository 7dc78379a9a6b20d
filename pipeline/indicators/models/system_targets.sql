-- system_targets: one row per target and quarter; filled after the targets are judged
create or replace table system_targets (
    submission bigint,
    source_row integer,
    unit varchar,
    period varchar,
    approximate varchar,
    target varchar,
    completion decimal(18,4),
    due decimal(18,4),
    gap decimal(18,4),
    reached boolean,
    judged boolean
)
