-- What runs beside the requests: how much of the log is kept, and who does what time brings about.

-- The last position that the log does not promise to hold any more.
alter table log_head add column pruned integer not null default 0
    constraint log_head_pruned_check check (pruned >= 0 and pruned <= position);

-- Which replica does what one of them does for all, and until when it is sure of that.
create table lease (
    name text not null,
    holder blob not null,
    until text not null,
    constraint lease_pkey primary key (name)
) strict;

-- Up to when what time brings about was written down.
create table timed (
    name text not null,
    done_until text not null,
    constraint timed_pkey primary key (name)
) strict;
