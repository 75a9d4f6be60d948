create table event (
    id blob not null,
    kind text not null,
    status text not null,
    edition integer,
    mode text not null,
    venue text,
    starts_on text,
    ends_on text,
    time_zone text,
    capacity integer,
    website text,
    figures text not null,
    constraint event_pkey primary key (id),
    constraint event_node_fkey foreign key (id) references node (id) on delete cascade,
    constraint event_edition_check check (edition > 0),
    constraint event_capacity_check check (capacity >= 0)
) strict;

create index event_starts_on_idx on event (starts_on, id);
create index event_starts_on_desc_idx on event (starts_on desc, id desc);
create index event_kind_idx on event (kind, starts_on);

-- The cities that take part in an event; the host is one of them.
create table event_city (
    event_id blob not null,
    city_id blob not null,
    role text not null,
    delegation_size integer,
    constraint event_city_pkey primary key (event_id, city_id),
    constraint event_city_event_fkey foreign key (event_id) references event (id) on delete cascade,
    constraint event_city_city_fkey foreign key (city_id) references city (id),
    constraint event_city_delegation_size_check check (delegation_size >= 0)
) strict;

create index event_city_city_idx on event_city (city_id, event_id);
create unique index event_city_host_key on event_city (event_id) where role = 'HOST';

create table event_theme (
    event_id blob not null,
    theme_id blob not null,
    constraint event_theme_pkey primary key (event_id, theme_id),
    constraint event_theme_event_fkey foreign key (event_id) references event (id) on delete cascade,
    constraint event_theme_theme_fkey foreign key (theme_id) references theme (id)
) strict;

create index event_theme_theme_idx on event_theme (theme_id, event_id);

-- The projects an event is about.
create table event_project (
    event_id blob not null,
    project_id blob not null,
    constraint event_project_pkey primary key (event_id, project_id),
    constraint event_project_event_fkey foreign key (event_id) references event (id) on delete cascade,
    constraint event_project_project_fkey foreign key (project_id) references project (id)
) strict;

create index event_project_project_idx on event_project (project_id, event_id);

create table session (
    id blob not null,
    event_id blob not null,
    kind text not null,
    ordinal integer not null,
    starts_at text,
    ends_at text,
    room text,
    constraint session_pkey primary key (id),
    constraint session_node_fkey foreign key (id) references node (id) on delete cascade,
    constraint session_event_fkey foreign key (event_id) references event (id) on delete cascade
) strict;

create index session_event_idx on session (event_id, ordinal);
