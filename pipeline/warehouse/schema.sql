-- Tables every warehouse has. Fact tables, one per form section, are created from the forms.
-- Money in yuan, DECIMAL(18,2). Times are UTC without zone.

create table if not exists archive_file (       -- one row per distinct content
    sha256       varchar not null,
    name         varchar not null,              -- the sender's file name, without folders
    size         bigint not null,
    received_at  timestamp not null,
    sender       varchar,
    verdict      varchar not null,              -- accepted, withheld, duplicate, unreadable
    seen         integer not null default 1     -- how often these bytes were sent
);

create table if not exists submission (         -- one form of one unit for one period, version n
    submission   bigint not null,
    sha256       varchar not null,
    form         varchar not null,
    form_version varchar not null,
    unit         varchar not null,
    period       varchar not null,
    version      integer not null,
    verdict      varchar not null,              -- accepted, withheld
    received_at  timestamp not null,
    current      boolean not null,              -- the version that counts
    required_cells integer not null,
    filled_cells   integer not null
);

create table if not exists submission_section ( -- one sheet region read for a submission
    submission   bigint not null,
    section      varchar not null,              -- fact table name
    sheet        varchar not null,
    layout       varchar not null,              -- card, list
    cells        varchar not null,              -- JSON: field → column letter (list) or address (card)
    rows_seen    integer not null,
    rows_loaded  integer not null,
    rows_rejected integer not null,
    rows_other   integer not null               -- recognised as titles, totals, notes
);

create table if not exists finding (
    finding      bigint not null,
    sha256       varchar,
    submission   bigint,
    slug         varchar not null,
    severity     varchar not null,
    file         varchar not null,
    sheet        varchar,
    cell         varchar,
    got          varchar,
    details      varchar not null,              -- JSON object of strings
    form         varchar,
    section      varchar,
    field        varchar,
    unit         varchar,
    period       varchar,
    rule         varchar,
    received_at  timestamp not null
);

create table if not exists correction (         -- one row per corrected cell of config/corrections
    correction   varchar not null,
    position     integer not null,
    form         varchar not null,
    section      varchar not null,
    tbl          varchar not null,
    unit         varchar not null,
    period       varchar not null,
    field        varchar not null,
    key          varchar,                       -- JSON: field → value that names the row
    submission   bigint,
    source_row   integer,
    expected     varchar,
    reported     varchar,                       -- what stands in the file; the fact holds corrected
    corrected    varchar,
    reason_zh    varchar not null,
    reason_en    varchar not null,
    decided_by   varchar not null,              -- the unit whose office decided
    decided_on   date not null,
    state        varchar not null,              -- applied, obsolete, failing
    slug         varchar,                       -- why it was not applied
    place        varchar not null               -- file:line of the correction
);

create table if not exists rule_not_run (       -- a rule that had nothing to be made on
    scope        varchar not null,              -- file: within one file; set: over everything that counts
    submission   bigint,
    form         varchar not null,
    section      varchar not null,              -- fact table name
    rule         varchar not null,
    reason       varchar not null,
    unit         varchar,
    period       varchar,
    fields       varchar                        -- ;-joined ids of the fields that were not there
);

create table if not exists changed_report (     -- what counts has changed since the last results
    form         varchar not null,
    unit         varchar not null,
    period       varchar not null
);

create table if not exists moved_report (       -- reports that changed since the whole snapshot
    form         varchar not null,
    unit         varchar not null,
    period       varchar not null
);

create table if not exists moved_value (        -- results that changed since the whole snapshot
    unit         varchar not null,
    win          integer not null
);

create table if not exists moved_file (         -- files received since the whole snapshot
    sha256       varchar not null
);

create table if not exists whole_snapshot (     -- one row while only what moved differs from it
    number       bigint not null
);

create table if not exists flow_event (         -- what offices did, from data/raw/events.jsonl
    number       integer not null,
    received_at  timestamp not null,
    deed         varchar not null,              -- approve, return, withdraw, lock, unlock, explain
    by_unit      varchar not null,
    text         varchar not null,
    form         varchar,
    unit         varchar,
    period       varchar,
    sha256       varchar,
    slug         varchar,                       -- with sheet, cell and rule: the finding explained
    sheet        varchar,
    cell         varchar,
    rule         varchar,
    exempt       varchar not null               -- units a lock does not hold for, joined with ;
);

create table if not exists held_submission (    -- accepted versions that do not count
    submission   bigint not null,
    why          varchar not null,              -- returned, withdrawn, waiting (for approval), unexplained
    received_at  timestamp not null
);

-- Every fact table has, before its own fields:
--   submission bigint, source_row integer, unit varchar, period varchar,
--   approximate varchar (';'-joined field ids)
-- and a view current_<table> over the submissions that count.
