-- People, whom they act for, and how they are recognised. Secrets are kept as SHA-256 digests only.

create table person (
    id uuid not null,
    name text collate "C" not null,
    email text collate "C",
    locale text collate "C",
    constraint person_pkey primary key (id),
    constraint person_node_fkey foreign key (id) references node (id) on delete cascade,
    constraint person_email_key unique (email)
);

-- Who a person is to an identity provider.
create table person_identity (
    issuer text collate "C" not null,
    subject text collate "C" not null,
    person_id uuid not null,
    linked_at timestamptz not null,
    constraint person_identity_pkey primary key (issuer, subject),
    constraint person_identity_person_fkey foreign key (person_id) references person (id) on delete cascade
);

create index person_identity_person_idx on person_identity (person_id);

-- For whom a person acts. Without a city and an organisation it is the secretariat; without a person
-- it was held by someone who was erased.
create table mandate (
    id uuid not null,
    person_id uuid,
    city_id uuid,
    organisation_id uuid,
    role text collate "C" not null,
    scopes jsonb,
    starts_at timestamptz not null,
    ends_at timestamptz,
    granted_at timestamptz not null,
    -- The mandate it was granted under; none where the operator did.
    granted_under uuid,
    audience text collate "C" not null,
    constraint mandate_pkey primary key (id),
    constraint mandate_person_fkey foreign key (person_id) references person (id) on delete set null,
    constraint mandate_city_fkey foreign key (city_id) references city (id),
    constraint mandate_organisation_fkey foreign key (organisation_id) references organisation (id),
    constraint mandate_party_check check (city_id is null or organisation_id is null)
);

create index mandate_person_idx on mandate (person_id, starts_at);
create index mandate_city_idx on mandate (city_id, starts_at);
create index mandate_organisation_idx on mandate (organisation_id, starts_at);
create index mandate_starts_at_idx on mandate (starts_at, id);
create index mandate_ends_at_idx on mandate (ends_at, id);
create index mandate_role_idx on mandate (role);
create index mandate_audience_idx on mandate (audience, starts_at, id);

-- An offer of a mandate to whoever has this address. The address goes when the offer ends.
create table invitation (
    id uuid not null,
    email text collate "C",
    city_id uuid,
    organisation_id uuid,
    role text collate "C" not null,
    scopes jsonb,
    mandate_ends_at timestamptz,
    locale text collate "C",
    state text collate "C" not null,
    secret_digest text collate "C",
    invited_at timestamptz not null,
    invited_under uuid,
    expires_at timestamptz not null,
    mandate_id uuid,
    audience text collate "C" not null,
    constraint invitation_pkey primary key (id),
    constraint invitation_secret_digest_key unique (secret_digest),
    constraint invitation_city_fkey foreign key (city_id) references city (id),
    constraint invitation_organisation_fkey foreign key (organisation_id) references organisation (id),
    constraint invitation_invited_under_fkey foreign key (invited_under) references mandate (id),
    constraint invitation_mandate_fkey foreign key (mandate_id) references mandate (id),
    constraint invitation_party_check check (city_id is null or organisation_id is null)
);

create index invitation_email_idx on invitation (email);
create index invitation_city_idx on invitation (city_id);
create index invitation_organisation_idx on invitation (organisation_id);
create index invitation_invited_at_idx on invitation (invited_at, id);
create index invitation_audience_idx on invitation (audience, invited_at, id);
create index invitation_expires_at_idx on invitation (expires_at);

-- Who has signed in where. The secret is changed now and then; the one before is taken a little
-- longer, for requests that were under way.
create table login (
    id uuid not null,
    person_id uuid not null,
    secret_digest text collate "C" not null,
    previous_digest text collate "C",
    rotated_at timestamptz not null,
    started_at timestamptz not null,
    expires_at timestamptz not null,
    constraint login_pkey primary key (id),
    constraint login_person_fkey foreign key (person_id) references person (id) on delete cascade
);

create index login_person_idx on login (person_id);
create index login_expires_at_idx on login (expires_at);

-- A link to sign in with, once.
create table login_link (
    secret_digest text collate "C" not null,
    email text collate "C" not null,
    next text collate "C" not null,
    expires_at timestamptz not null,
    constraint login_link_pkey primary key (secret_digest)
);

create index login_link_email_idx on login_link (email);
create index login_link_expires_at_idx on login_link (expires_at);

create table api_token (
    id uuid not null,
    person_id uuid not null,
    mandate_id uuid,
    name text collate "C" not null,
    scopes jsonb not null,
    secret_digest text collate "C" not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz,
    audience text collate "C" not null,
    constraint api_token_pkey primary key (id),
    constraint api_token_person_fkey foreign key (person_id) references person (id) on delete cascade,
    constraint api_token_mandate_fkey foreign key (mandate_id) references mandate (id),
    constraint api_token_secret_digest_key unique (secret_digest)
);

create index api_token_person_idx on api_token (person_id, created_at);

-- Letters to be sent. Their links are made when they are sent: a secret is never kept.
create table letter (
    id uuid not null,
    email text collate "C" not null,
    locale text collate "C",
    next text collate "C",
    invitation_id uuid,
    requested_at timestamptz not null,
    due_at timestamptz not null,
    attempts integer not null,
    constraint letter_pkey primary key (id),
    constraint letter_invitation_fkey foreign key (invitation_id) references invitation (id) on delete cascade
);

create index letter_due_at_idx on letter (due_at);
create index letter_email_idx on letter (email);

create table follow (
    person_id uuid not null,
    node_id uuid not null,
    since timestamptz not null,
    constraint follow_pkey primary key (person_id, node_id),
    constraint follow_person_fkey foreign key (person_id) references person (id) on delete cascade,
    constraint follow_node_fkey foreign key (node_id) references node (id) on delete cascade
);

create index follow_node_idx on follow (node_id);

create index activity_person_idx on activity (person_id, position);
create index activity_mandate_idx on activity (mandate_id, position);
