-- What people do in projects: they start them, take part in them, and publish what becomes of them.

-- Who may see a project once it is proposed: an idea is its own people's. Null where its audience
-- says it already.
alter table project add column visibility text;

-- From 0 to 100.
alter table milestone add column progress integer;

-- What a project came to, or why it was given up, in the words of who ended it.
create table project_outcome (
    project_id uuid not null,
    locale text not null,
    text text not null,
    constraint project_outcome_pkey primary key (project_id),
    constraint project_outcome_project_fkey foreign key (project_id) references project (id) on delete cascade
);

-- The sustainable development goals of the United Nations that a project works on, by their number.
create table project_goal (
    project_id uuid not null,
    goal integer not null,
    constraint project_goal_pkey primary key (project_id, goal),
    constraint project_goal_project_fkey foreign key (project_id) references project (id) on delete cascade,
    constraint project_goal_goal_check check (goal between 1 and 17)
);

create index project_goal_goal_idx on project_goal (goal, project_id);

create table project_document (
    project_id uuid not null,
    ordinal integer not null,
    title text not null,
    url text not null,
    locale text,
    is_result boolean not null,
    constraint project_document_pkey primary key (project_id, ordinal),
    constraint project_document_project_fkey foreign key (project_id) references project (id) on delete cascade
);

-- The public figures of a project. An amount is a decimal number, as it was written.
create table project_budget (
    project_id uuid not null,
    ordinal integer not null,
    label text not null,
    locale text not null,
    amount text not null,
    currency text not null,
    source text,
    constraint project_budget_pkey primary key (project_id, ordinal),
    constraint project_budget_project_fkey foreign key (project_id) references project (id) on delete cascade
);

-- What a project looks for, or has to give.
create table project_need (
    id uuid not null,
    project_id uuid not null,
    kind text not null,
    state text not null,
    locale text not null,
    text text not null,
    added_at timestamptz not null,
    constraint project_need_pkey primary key (id),
    constraint project_need_project_fkey foreign key (project_id) references project (id) on delete cascade
);

create index project_need_project_idx on project_need (project_id, added_at, id);

-- What was offered between a project and a party: a part in it, or its lead.
create table partnership (
    id uuid not null,
    project_id uuid not null,
    kind text not null,
    city_id uuid,
    organisation_id uuid,
    -- What an organisation is to do there.
    role text,
    state text not null,
    locale text,
    message text,
    offered_at timestamptz not null,
    answered_at timestamptz,
    audience text not null,
    constraint partnership_pkey primary key (id),
    constraint partnership_project_fkey foreign key (project_id) references project (id) on delete cascade,
    constraint partnership_city_fkey foreign key (city_id) references city (id),
    constraint partnership_organisation_fkey foreign key (organisation_id) references organisation (id),
    constraint partnership_party_check check ((city_id is null) <> (organisation_id is null))
);

create index partnership_project_idx on partnership (project_id, offered_at, id);
create index partnership_city_idx on partnership (city_id, offered_at, id);
create index partnership_organisation_idx on partnership (organisation_id, offered_at, id);
-- One question at a time.
create unique index partnership_project_id_city_id_key on partnership (project_id, city_id)
    where state = 'OPEN';
create unique index partnership_project_id_organisation_id_key on partnership (project_id, organisation_id)
    where state = 'OPEN';
