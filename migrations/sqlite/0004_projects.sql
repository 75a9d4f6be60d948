create table project (
    id blob not null,
    kind text not null,
    stage text,
    started_on text,
    ended_on text,
    website text,
    open_to_partners integer not null,
    constraint project_pkey primary key (id),
    constraint project_node_fkey foreign key (id) references node (id) on delete cascade
) strict;

create index project_kind_idx on project (kind);
create index project_stage_idx on project (stage);
create index project_open_to_partners_idx on project (open_to_partners);
create index project_started_on_idx on project (started_on, id);
create index project_started_on_desc_idx on project (started_on desc, id desc);
create index project_ended_on_idx on project (ended_on, id);
create index project_ended_on_desc_idx on project (ended_on desc, id desc);

-- The cities of a project: at most one leads, the others are partners.
create table project_city (
    project_id blob not null,
    city_id blob not null,
    role text not null,
    constraint project_city_pkey primary key (project_id, city_id),
    constraint project_city_project_fkey foreign key (project_id) references project (id) on delete cascade,
    constraint project_city_city_fkey foreign key (city_id) references city (id)
) strict;

create index project_city_city_idx on project_city (city_id, project_id);
create unique index project_city_lead_key on project_city (project_id) where role = 'LEAD';

create table project_organisation (
    project_id blob not null,
    organisation_id blob not null,
    role text not null,
    constraint project_organisation_pkey primary key (project_id, organisation_id),
    constraint project_organisation_project_fkey foreign key (project_id) references project (id) on delete cascade,
    constraint project_organisation_organisation_fkey foreign key (organisation_id) references organisation (id)
) strict;

create index project_organisation_organisation_idx on project_organisation (organisation_id, project_id);

create table project_theme (
    project_id blob not null,
    theme_id blob not null,
    constraint project_theme_pkey primary key (project_id, theme_id),
    constraint project_theme_project_fkey foreign key (project_id) references project (id) on delete cascade,
    constraint project_theme_theme_fkey foreign key (theme_id) references theme (id)
) strict;

create index project_theme_theme_idx on project_theme (theme_id, project_id);

create table milestone (
    id blob not null,
    project_id blob not null,
    ordinal integer not null,
    due_on text,
    reached_on text,
    constraint milestone_pkey primary key (id),
    constraint milestone_node_fkey foreign key (id) references node (id) on delete cascade,
    constraint milestone_project_fkey foreign key (project_id) references project (id) on delete cascade
) strict;

create index milestone_project_idx on milestone (project_id, ordinal);

create table project_update (
    id blob not null,
    project_id blob not null,
    published_on text not null,
    constraint project_update_pkey primary key (id),
    constraint project_update_node_fkey foreign key (id) references node (id) on delete cascade,
    constraint project_update_project_fkey foreign key (project_id) references project (id) on delete cascade
) strict;

create index project_update_project_idx on project_update (project_id, published_on);
