create table project (
    id uuid not null,
    kind text not null,
    stage text,
    started_on text collate "C",
    ended_on text collate "C",
    website text,
    open_to_partners boolean not null,
    constraint project_pkey primary key (id),
    constraint project_node_fkey foreign key (id) references node (id) on delete cascade
);

create index project_kind_idx on project (kind);
create index project_stage_idx on project (stage);
create index project_open_to_partners_idx on project (open_to_partners);
create index project_started_on_idx on project (started_on, id);
create index project_started_on_desc_idx on project (started_on desc nulls last, id desc);
create index project_ended_on_idx on project (ended_on, id);
create index project_ended_on_desc_idx on project (ended_on desc nulls last, id desc);

-- The cities of a project: at most one leads, the others are partners.
create table project_city (
    project_id uuid not null,
    city_id uuid not null,
    role text not null,
    constraint project_city_pkey primary key (project_id, city_id),
    constraint project_city_project_fkey foreign key (project_id) references project (id) on delete cascade,
    constraint project_city_city_fkey foreign key (city_id) references city (id)
);

create index project_city_city_idx on project_city (city_id, project_id);
create unique index project_city_lead_key on project_city (project_id) where role = 'LEAD';

create table project_organisation (
    project_id uuid not null,
    organisation_id uuid not null,
    role text not null,
    constraint project_organisation_pkey primary key (project_id, organisation_id),
    constraint project_organisation_project_fkey foreign key (project_id) references project (id) on delete cascade,
    constraint project_organisation_organisation_fkey foreign key (organisation_id) references organisation (id)
);

create index project_organisation_organisation_idx on project_organisation (organisation_id, project_id);

create table project_theme (
    project_id uuid not null,
    theme_id uuid not null,
    constraint project_theme_pkey primary key (project_id, theme_id),
    constraint project_theme_project_fkey foreign key (project_id) references project (id) on delete cascade,
    constraint project_theme_theme_fkey foreign key (theme_id) references theme (id)
);

create index project_theme_theme_idx on project_theme (theme_id, project_id);

create table milestone (
    id uuid not null,
    project_id uuid not null,
    ordinal integer not null,
    due_on text collate "C",
    reached_on text collate "C",
    constraint milestone_pkey primary key (id),
    constraint milestone_node_fkey foreign key (id) references node (id) on delete cascade,
    constraint milestone_project_fkey foreign key (project_id) references project (id) on delete cascade
);

create index milestone_project_idx on milestone (project_id, ordinal);

create table project_update (
    id uuid not null,
    project_id uuid not null,
    published_on text collate "C" not null,
    constraint project_update_pkey primary key (id),
    constraint project_update_node_fkey foreign key (id) references node (id) on delete cascade,
    constraint project_update_project_fkey foreign key (project_id) references project (id) on delete cascade
);

create index project_update_project_idx on project_update (project_id, published_on);
