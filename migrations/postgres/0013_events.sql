-- What people do with events: they prepare them, announce them, make their programmes, and say what
-- came of them.

-- A row of events that belong together: each is an edition.
create table event_series (
    id uuid not null,
    constraint event_series_pkey primary key (id),
    constraint event_series_node_fkey foreign key (id) references node (id) on delete cascade
);

alter table event add column series_id uuid constraint event_series_fkey references event_series (id);
-- Who may see an event once it is announced: a draft is its organisers'. Null where its audience says
-- it already.
alter table event add column visibility text;
-- The city that was asked to host it, and has not answered. The host is in event_city.
alter table event add column asked_host_id uuid constraint event_asked_host_fkey references city (id);
alter table event add column address text;
alter table event add column latitude double precision;
alter table event add column longitude double precision;
-- What whoever needs help to get in has to know; a document of statements, one a language.
alter table event add column accessibility jsonb not null default '[]';
-- Where those take part who are not there; seen by those who take part.
alter table event add column online_link text;
alter table event add column contacts jsonb not null default '[]';
-- Why it was postponed or cancelled: a statement.
alter table event add column notice jsonb;
-- Its days before it was postponed without new ones.
alter table event add column postponed_from text;
alter table event add column postponed_until text;
-- What came of it; a document of statements, one a language.
alter table event add column recap jsonb not null default '[]';

create unique index event_series_id_edition_key on event (series_id, edition);
create index event_asked_host_idx on event (asked_host_id);

-- Who makes an event: a city, an organisation, or (where neither is named) the secretariat.
create table event_organiser (
    event_id uuid not null,
    ordinal integer not null,
    city_id uuid,
    organisation_id uuid,
    -- ASKED or ACCEPTED.
    state text not null,
    constraint event_organiser_pkey primary key (event_id, ordinal),
    constraint event_organiser_event_fkey foreign key (event_id) references event (id) on delete cascade,
    constraint event_organiser_city_fkey foreign key (city_id) references city (id),
    constraint event_organiser_organisation_fkey foreign key (organisation_id) references organisation (id),
    constraint event_organiser_party_check check (city_id is null or organisation_id is null)
);

create index event_organiser_city_idx on event_organiser (city_id, event_id);
create index event_organiser_organisation_idx on event_organiser (organisation_id, event_id);

create table event_document (
    event_id uuid not null,
    ordinal integer not null,
    title text not null,
    url text not null,
    locale text,
    constraint event_document_pkey primary key (event_id, ordinal),
    constraint event_document_event_fkey foreign key (event_id) references event (id) on delete cascade
);

-- The projects that were born at an event. A project is born once.
create table event_born_project (
    event_id uuid not null,
    project_id uuid not null,
    constraint event_born_project_pkey primary key (project_id),
    constraint event_born_project_event_fkey foreign key (event_id) references event (id) on delete cascade,
    constraint event_born_project_project_fkey foreign key (project_id) references project (id) on delete cascade
);

create index event_born_project_event_idx on event_born_project (event_id, project_id);

-- The language it is held in, and those it is interpreted into (BCP 47).
alter table session add column language text;
alter table session add column interpretation jsonb not null default '[]';
alter table session add column theme_id uuid constraint session_theme_fkey references theme (id);

-- Who speaks: by their office, for a city or an organisation. A person is named once they agreed.
create table session_speaker (
    session_id uuid not null,
    ordinal integer not null,
    role text,
    city_id uuid,
    organisation_id uuid,
    person_id uuid,
    agreed_at timestamptz,
    constraint session_speaker_pkey primary key (session_id, ordinal),
    constraint session_speaker_session_fkey foreign key (session_id) references session (id) on delete cascade,
    constraint session_speaker_city_fkey foreign key (city_id) references city (id),
    constraint session_speaker_organisation_fkey foreign key (organisation_id) references organisation (id),
    constraint session_speaker_person_fkey foreign key (person_id) references person (id)
);

create index session_speaker_person_idx on session_speaker (person_id, session_id);

-- The projects that a session is about.
create table session_project (
    session_id uuid not null,
    project_id uuid not null,
    constraint session_project_pkey primary key (session_id, project_id),
    constraint session_project_session_fkey foreign key (session_id) references session (id) on delete cascade,
    constraint session_project_project_fkey foreign key (project_id) references project (id) on delete cascade
);

create index session_project_project_idx on session_project (project_id, session_id);
