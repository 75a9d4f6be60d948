-- What runs beside the requests: how much of the log is kept, and who does what time brings about.

-- The last position that the log does not promise to hold any more.
alter table log_head add column pruned bigint not null default 0;
alter table log_head add constraint log_head_pruned_check check (pruned >= 0 and pruned <= position);

-- Which replica does what one of them does for all, and until when it is sure of that.
create table lease (
    name text collate "C" not null,
    holder uuid not null,
    until timestamptz not null,
    constraint lease_pkey primary key (name)
);

-- Up to when what time brings about was written down.
create table timed (
    name text collate "C" not null,
    done_until timestamptz not null,
    constraint timed_pkey primary key (name)
);
