-- Results: rebuilt whole by every publication; nothing here is edited by hand.

create or replace table org_unit (              -- one row per version of a unit
    unit        varchar not null,
    name_zh     varchar not null,
    name_en     varchar not null,
    level       varchar not null,
    parent      varchar,
    valid_from  date not null,
    valid_to    date not null,
    merged_into varchar,
    split_from  varchar,
    form_set    varchar,
    frequency   varchar,
    attributes  varchar not null,               -- JSON object
    aliases     varchar not null,               -- JSON list
    generated   boolean not null
);

create or replace table time_window (           -- a period, alone or from its year's start
    win         integer not null,
    period      varchar not null,
    calendar    varchar not null,
    kind        varchar not null,               -- year, half, quarter, month
    span        varchar not null,               -- period, to_date
    year        integer not null,
    starts      date not null,
    ends        date not null,
    label_zh    varchar not null,
    label_en    varchar not null
);

create or replace table unit_tree (             -- who stood under whom when the window ended
    day         date not null,
    unit        varchar not null,
    parent      varchar,
    depth       integer not null,               -- 0 at the root
    root        varchar not null,
    is_open     boolean not null,               -- false: closed before that day
    has_children boolean not null,
    attributes  varchar not null                -- JSON object
);

create or replace table expected_report (       -- what the dated roster owes
    form        varchar not null,
    unit        varchar not null,
    period      varchar not null,
    starts      date not null,
    ends        date not null,
    due_on      date not null
);

create or replace table report (                -- what is in and counts; one row per table
    tbl         varchar not null,
    submission  bigint not null,
    unit        varchar not null,
    period      varchar not null,
    starts      date not null,
    ends        date not null
);

create or replace table unit_root (             -- the topmost unit above a unit, by latest versions
    unit        varchar not null,
    root        varchar not null
);

create or replace table reported_period (       -- periods of which anything counts
    root        varchar not null,
    period      varchar not null,
    reports     bigint not null
);

create or replace table measure (
    measure     integer not null,
    tbl         varchar not null,
    over_time   varchar not null,
    segment     varchar not null,
    accumulates boolean not null,               -- also wanted for the year so far
    definition  varchar not null                -- JSON
);

create or replace table indicator_term (        -- which measures make an indicator
    indicator   varchar not null,
    family      varchar not null,
    segment     varchar not null,
    role        varchar not null,               -- numerator, denominator
    position    integer not null,
    measure     integer not null,
    scale       double not null,
    valid_from  date not null,                  -- of windows that end on these days
    valid_to    date not null
);

create or replace table measure_value (
    measure     integer not null,
    unit        varchar not null,
    win         integer not null,
    value       decimal(38,6),                  -- of what was reported
    carried     decimal(38,6),                  -- of missing units' last reports, apart
    approximate boolean
);

create or replace table rough_value (           -- reporting units' values given roughly (约, 余)
    measure     integer not null,
    unit        varchar not null,
    win         integer not null
);

create or replace table completeness (
    form        varchar not null,
    counts      varchar not null,               -- units, reports, or registers
    unit        varchar not null,
    win         integer not null,
    expected    bigint not null,
    reported    bigint not null,
    carried     bigint not null,
    on_time     bigint not null
);

create or replace table indicator_value (
    indicator   varchar not null,
    family      varchar not null,
    segment     varchar not null,               -- '' = everything
    unit        varchar not null,
    win         integer not null,
    period      varchar not null,
    span        varchar not null,
    numerator   decimal(38,6),
    denominator decimal(38,6),
    numerator_carried   decimal(38,6),          -- of missing units' last reports, apart
    denominator_carried decimal(38,6),
    value       double,
    estimate    double,                         -- with missing units' last reports taken over
    expected    bigint not null,
    reported    bigint not null,
    carried     bigint not null,
    approximate boolean not null
);

create or replace table target_value (
    plan        varchar not null,
    target      varchar not null,
    position    integer not null,
    unit        varchar not null,
    indicator   varchar,
    segment     varchar not null,
    period      varchar not null,
    value       decimal(38,10),
    target_value decimal(38,6) not null,
    baseline    decimal(38,10),
    completion  decimal(18,6),
    due         decimal(18,6),
    gap         decimal(18,6),
    gap_days    integer,
    status      varchar,
    reason      varchar,
    remaining   decimal(38,10),
    needed_per_month decimal(38,10),
    gap_value   decimal(38,10),
    schedule    varchar not null,               -- linear, points, learned
    learned_from varchar,                       -- years, by commas
    best_per_month decimal(38,10),
    unreachable_on date,
    spans       integer,                        -- of a duty: its spans that end in the period
    spans_ended integer,
    spans_done  integer,
    missed_on   date,                           -- closing day of the first that was not done
    judged_in   varchar                         -- the one span it was judged by
);

create or replace table target_version (        -- targets whose value was changed, by each value
    plan        varchar not null,
    target      varchar not null,
    period      varchar not null,
    version     integer not null,               -- 1: as the plan first said
    since       date,
    target_value decimal(38,6) not null,
    document_zh varchar not null,
    document_en varchar not null,
    number      varchar,
    issued_on   date,
    holds       boolean not null,               -- holds at the period's end
    completion  decimal(18,6),
    gap         decimal(18,6),
    status      varchar
);

create or replace table score (                 -- one row per plan, scored unit and period
    plan        varchar not null,
    unit        varchar not null,
    peer_group  varchar not null,               -- '' = the units right below the plan's
    period      varchar not null,
    total       decimal(18,4),
    base        decimal(18,4) not null,
    bonus       decimal(18,4) not null,
    minus       decimal(18,4) not null,
    full_marks  decimal(18,4) not null,
    pending     decimal(18,4) not null,         -- full marks of lines without a figure yet
    provisional boolean not null,
    outcome     varchar,                        -- prerequisite, veto: not ranked
    outcome_item varchar,
    rank        integer,
    ranked      integer not null
);

create or replace table score_line (            -- the lines of a score; their points sum to it
    plan        varchar not null,
    unit        varchar not null,
    period      varchar not null,
    position    integer not null,
    item        varchar not null,
    rule        varchar not null,
    state       varchar not null,
    value       decimal(38,10),
    points      decimal(18,4),
    full_marks  decimal(18,4),
    lost        decimal(18,4) not null,
    provisional boolean not null,
    expected    bigint not null,
    reported    bigint not null,
    why         varchar,
    formula     varchar not null,
    parts       varchar not null,               -- JSON: the numbers of the formula
    reading     varchar not null                -- JSON: the figure and what it is compared with
);

create or replace table definition (            -- what the numbers were computed from
    kind        varchar not null,               -- product, form, indicator, plan, query, fact …
    id          varchar not null,
    file        varchar not null,
    body        varchar not null                -- JSON of the noun
);

create or replace table computed_from (         -- one row when the results are whole
    digest      varchar not null                -- of the definitions and of the engine's models
);
