-- What every domain stands on: nodes and their texts, the log, search, and the frame of a write.

-- Everything that has an id in the graph, whatever domain owns it (activities apart).
create table node (
    id uuid not null,
    kind text not null,
    slug text collate "C",
    sort_key text collate "C" not null,
    audience text not null,
    original_locale text not null,
    version integer not null,
    provenance jsonb not null,
    recorded_at timestamptz not null,
    updated_at timestamptz not null,
    -- Of the input that recorded it, so that the same record twice is one; null after other changes.
    record_digest text,
    constraint node_pkey primary key (id),
    constraint node_kind_slug_key unique (kind, slug)
);

create index node_kind_sort_key_idx on node (kind, sort_key, id);
create index node_kind_recorded_at_idx on node (kind, recorded_at, id);
create index node_kind_updated_at_idx on node (kind, updated_at, id);
create index node_slug_idx on node (slug);

-- A node's texts, one row for each language.
create table content (
    node_id uuid not null,
    locale text collate "C" not null,
    title text not null,
    summary text,
    description text,
    origin text not null,
    revision integer not null,
    original_revision integer not null,
    changed_at timestamptz not null,
    constraint content_pkey primary key (node_id, locale),
    constraint content_node_fkey foreign key (node_id) references node (id) on delete cascade
);

-- The words a node is found by, with the weight of the best text each occurs in.
create table search_token (
    token text collate "C" not null,
    node_id uuid not null,
    weight integer not null,
    constraint search_token_pkey primary key (token, node_id),
    constraint search_token_node_fkey foreign key (node_id) references node (id) on delete cascade
);

create index search_token_node_idx on search_token (node_id);

-- One row: which log this is, and its last position.
create table log_head (
    id integer not null,
    epoch uuid not null,
    position bigint not null,
    constraint log_head_pkey primary key (id),
    constraint log_head_id_check check (id = 1),
    constraint log_head_position_check check (position >= 0)
);

-- What happened, in the order it was committed.
create table activity (
    position bigint not null,
    id uuid not null,
    at timestamptz not null,
    occurred_on text collate "C",
    verb text collate "C" not null,
    subject_kind text not null,
    subject_id uuid not null,
    actor text not null,
    person_id uuid,
    mandate_id uuid,
    audience text not null,
    data jsonb not null,
    constraint activity_pkey primary key (position),
    constraint activity_id_key unique (id)
);

-- The nodes an activity concerns: its subject and the related ones.
create table activity_node (
    node_id uuid not null,
    position bigint not null,
    kind text not null,
    constraint activity_node_pkey primary key (node_id, position),
    constraint activity_node_position_fkey foreign key (position) references activity (position)
);

create index activity_node_position_idx on activity_node (position);
create index activity_verb_idx on activity (verb, position);
create index activity_at_idx on activity (at, position);

-- What a mutation with an idempotency key answered, for a day.
create table idempotency (
    actor text not null,
    key text not null,
    operation text not null,
    digest text not null,
    node_kind text not null,
    node_id uuid not null,
    activity_id uuid not null,
    expires_at timestamptz not null,
    constraint idempotency_pkey primary key (actor, key)
);

create index idempotency_expires_at_idx on idempotency (expires_at);
