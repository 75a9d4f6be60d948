-- Who comes to an event: its registration, delegations with their seats, and the list at the door.

-- How one registers for an event. Its counts follow from the registrations, and are written with them:
-- so the database itself refuses one seat too many.
create table event_registration (
    event_id uuid not null,
    opens_at timestamptz not null,
    closes_at timestamptz not null,
    -- Null for no limit.
    capacity integer,
    questions jsonb not null,
    -- Whether every member of the network may send a delegation; others are in event_invitee.
    invites_members boolean not null,
    -- Until when the seats of delegations are held; until registration closes where it is null.
    held_until timestamptz,
    -- The last number that was given: registrations stand in its order.
    last_number integer not null,
    seated integer not null,
    -- Seats of delegations that nobody has taken.
    held integer not null,
    waiting integer not null,
    checked_in integer not null,
    version integer not null,
    constraint event_registration_pkey primary key (event_id),
    constraint event_registration_event_fkey foreign key (event_id) references event (id) on delete cascade,
    constraint event_registration_closes_at_check check (closes_at > opens_at),
    constraint event_registration_capacity_check check (seated + held <= capacity),
    constraint event_registration_counts_check
        check (seated >= 0 and held >= 0 and waiting >= 0 and checked_in between 0 and seated)
);

-- As what one can register for an event.
create table event_registration_type (
    event_id uuid not null,
    type text not null,
    -- Null for no limit of its own.
    capacity integer,
    seated integer not null,
    held integer not null,
    waiting integer not null,
    -- Whether an organiser confirms who comes as this; and how many wait for that.
    confirmed boolean not null,
    requested integer not null,
    constraint event_registration_type_pkey primary key (event_id, type),
    constraint event_registration_type_event_fkey
        foreign key (event_id) references event_registration (event_id) on delete cascade,
    constraint event_registration_type_capacity_check check (seated + held <= capacity)
);

-- The cities and organisations that are invited to send a delegation.
create table event_invitee (
    event_id uuid not null,
    node_id uuid not null,
    constraint event_invitee_pkey primary key (event_id, node_id),
    constraint event_invitee_event_fkey
        foreign key (event_id) references event_registration (event_id) on delete cascade,
    constraint event_invitee_node_fkey foreign key (node_id) references node (id) on delete cascade
);

create index event_invitee_node_idx on event_invitee (node_id, event_id);

-- Who comes for a city or an organisation, under a head.
create table delegation (
    id uuid not null,
    event_id uuid not null,
    city_id uuid,
    organisation_id uuid,
    head_id uuid,
    -- How many seats are its own; null when it takes seats as everybody does.
    seats integer,
    seated integer not null,
    waiting integer not null,
    checked_in integer not null,
    since timestamptz not null,
    constraint delegation_pkey primary key (id),
    constraint delegation_event_fkey foreign key (event_id) references event_registration (event_id) on delete cascade,
    constraint delegation_city_fkey foreign key (city_id) references city (id),
    constraint delegation_organisation_fkey foreign key (organisation_id) references organisation (id),
    constraint delegation_head_fkey foreign key (head_id) references person (id) on delete set null,
    constraint delegation_party_check check ((city_id is null) <> (organisation_id is null)),
    constraint delegation_seats_check check (seated <= seats)
);

create unique index delegation_event_id_city_id_key on delegation (event_id, city_id);
create unique index delegation_event_id_organisation_id_key on delegation (event_id, organisation_id);
create index delegation_event_idx on delegation (event_id, since, id);
create index delegation_city_idx on delegation (city_id, event_id);
create index delegation_organisation_idx on delegation (organisation_id, event_id);
create index delegation_head_idx on delegation (head_id);

create table registration (
    id uuid not null,
    event_id uuid not null,
    -- Its place in the order of the event; a transfer keeps it.
    number integer not null,
    type text not null,
    -- SEATED, WAITING, REQUESTED or CANCELLED.
    state text not null,
    -- Who comes; null for who has not taken it up, and for who was erased.
    person_id uuid,
    delegation_id uuid,
    name text,
    email text,
    answers jsonb not null,
    -- What is shown at the door.
    code text not null,
    registered_at timestamptz not null,
    -- The activity that tells of it: those that were registered together have the same.
    activity_id uuid not null,
    seated_at timestamptz,
    cancelled_at timestamptz,
    checked_in_at timestamptz,
    checked_in_by uuid,
    -- To whom the seat is offered: a person, or whoever has this address.
    offered_to uuid,
    offered_email text,
    offered_at timestamptz,
    -- Who may see it: the secretariat, the person, the delegation's head, the event's organisers.
    audience text not null,
    person_audience text,
    delegation_audience text,
    desk_audience text,
    constraint registration_pkey primary key (id),
    constraint registration_event_fkey foreign key (event_id) references event_registration (event_id) on delete cascade,
    constraint registration_person_fkey foreign key (person_id) references person (id) on delete set null,
    constraint registration_delegation_fkey foreign key (delegation_id) references delegation (id),
    constraint registration_checked_in_by_fkey foreign key (checked_in_by) references person (id) on delete set null,
    constraint registration_offered_to_fkey foreign key (offered_to) references person (id) on delete set null,
    constraint registration_state_check check (state in ('SEATED', 'WAITING', 'REQUESTED', 'CANCELLED')),
    constraint registration_checked_in_at_check check (checked_in_at is null or state = 'SEATED')
);

create unique index registration_event_id_number_key on registration (event_id, number);
create unique index registration_code_key on registration (code);
-- Nobody registers twice.
create unique index registration_event_id_person_id_key on registration (event_id, person_id)
    where state <> 'CANCELLED';
create unique index registration_event_id_email_key on registration (event_id, email)
    where state <> 'CANCELLED';
create index registration_state_idx on registration (event_id, state, number);
create index registration_person_idx on registration (person_id, registered_at, id);
create index registration_delegation_idx on registration (delegation_id, number, id);
create index registration_activity_idx on registration (activity_id, number);
create index registration_offered_to_idx on registration (offered_to);
create index registration_offered_email_idx on registration (offered_email);
create index registration_checked_in_by_idx on registration (checked_in_by);
create index registration_email_idx on registration (email);

-- What a letter tells of a place at an event: which news, and of which registration. (Without a foreign
-- key: a letter about what is gone is let go of when it is to be sent.)
alter table letter add column news text;
alter table letter add column registration_id uuid;
