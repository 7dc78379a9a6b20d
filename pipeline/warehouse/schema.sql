-- Tables every warehouse has. Fact tables, one per form section, are created from the forms.
-- Money in yuan, DECIMAL(18,2). Times are by the office's clock.

create table if not exists archive_file (       -- one row per distinct content
    sha256       varchar not null,
    name         varchar not null,              -- the sender's file name, without folders
    size         bigint not null,
    received_at  timestamp not null,
    sender       varchar,
    verdict      varchar not null,              -- accepted, withheld, duplicate, unreadable
    seen         integer not null default 1     -- under how many names these bytes came
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
    rows_other   integer not null,              -- recognised as titles, totals, notes
    part         integer default 0              -- of a list on several sheets: which one, from 0
);
alter table submission_section add column if not exists part integer default 0;

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
    deed         varchar not null,              -- approve, return, withdraw, unapprove, unreturn,
                                                -- lock, unlock, exempt, unexempt, explain,
                                                -- dismiss, undismiss, seal, unseal, reread, keep,
                                                -- hold, admit, adopt, retain
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
    exempt       varchar not null,              -- units a lock does not hold for, joined with ;
    section      varchar,                       -- with field: what a heading means (reread, keep)
    field        varchar,
    changes      integer default 0,             -- how many cells are read otherwise (adopt, retain)
    cells        varchar                        -- JSON: the first of them
);
alter table flow_event add column if not exists section varchar;
alter table flow_event add column if not exists field varchar;
alter table flow_event add column if not exists changes integer default 0;
alter table flow_event add column if not exists cells varchar;

create table if not exists explanation (        -- what files say about what is asked of them
    sha256       varchar not null,              -- the file that is explained
    sheet        varchar,
    source_row   integer,                       -- of a note: the row it stands beside; else null
    slug         varchar,                       -- with cell and rule: the finding explained
    cell         varchar,
    rule         varchar,
    unit         varchar,                       -- null for a note: the finding says whose row it is
    text         varchar not null,              -- blank: about a person, to be read in the original
    received_at  timestamp not null
);

create or replace view current_explanation as     -- findings that somebody has explained, each saying
select finding.finding, event.text, event.by_unit, event.received_at
from finding join flow_event as event on event.deed = 'explain' and event.slug = finding.slug
     and event.sha256 is not distinct from finding.sha256
     and event.sheet is not distinct from finding.sheet
     and event.cell is not distinct from finding.cell
     and event.rule is not distinct from finding.rule
where finding.severity = 'explain'
union all by name
select finding.finding, explanation.text, finding.unit as by_unit, explanation.received_at
from finding join explanation on explanation.sha256 = finding.sha256
     and explanation.sheet is not distinct from finding.sheet
     and (list_contains(              -- a note beside any of the cells the finding is about
              regexp_extract_all(concat_ws(' ', finding.cell, finding.details ->> 'cells'),
                                 '\b[A-Z]{1,3}([0-9]+)\b', 1),
              explanation.source_row::varchar)
          or (explanation.slug = finding.slug
              and explanation.cell is not distinct from finding.cell
              and explanation.rule is not distinct from finding.rule
              and explanation.unit = finding.unit))
where finding.severity = 'explain' and finding.unit is not null;

create or replace view current_dismissal as       -- findings nobody will correct, as an office says
with latest as (
    select sha256, form, unit, period, max_by(deed, number) as deed, max_by(text, number) as text,
           max_by(by_unit, number) as by_unit, max(received_at) as received_at
    from flow_event where deed in ('dismiss', 'undismiss') group by all
)
select finding.finding, latest.text, latest.by_unit, latest.received_at
from finding join latest on latest.sha256 = finding.sha256
     and latest.form is not distinct from finding.form
     and latest.unit is not distinct from finding.unit
     and latest.period is not distinct from finding.period
where latest.deed = 'dismiss';

create table if not exists confirmed_heading (  -- by which every file on record was read
    sender       varchar not null,
    form         varchar not null,
    section      varchar not null,
    label        varchar not null,
    field        varchar not null
);

create table if not exists read_by (            -- definitions by which every file on record was read
    kind         varchar not null,              -- all, form, words, due, unit, settings
    id           varchar not null,
    digest       varchar not null,
    words        varchar not null               -- of a unit: its names, one a line
);

create table if not exists held_submission (    -- accepted versions that do not count
    submission   bigint not null,
    why          varchar not null,              -- returned, withdrawn, waiting (for approval), unexplained,
                                                -- unreasoned (a late change)
    received_at  timestamp not null
);

-- Every fact table has, before its own fields:
--   submission bigint, source_row integer (row + part × 2097152), unit varchar, period varchar,
--   approximate varchar (';'-joined field ids)
-- and a view current_<table> over the submissions that count.
