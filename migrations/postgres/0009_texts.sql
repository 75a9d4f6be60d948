-- What texts were, counted from 1 for each node. Once a text was written or changed, all its versions
-- are here, the present one included; one that was recorded and never changed is in `content` alone.
create table text_version (
    node_id uuid not null,
    ordinal integer not null,
    locale text collate "C" not null,
    revision integer not null,
    title text not null,
    summary text,
    description text,
    origin text collate "C" not null,
    original_revision integer not null,
    changed_at timestamptz not null,
    -- What wrote it, whose row is written behind this one; null for what was recorded.
    activity_id uuid,
    constraint text_version_pkey primary key (node_id, ordinal),
    constraint text_version_node_locale_revision_key unique (node_id, locale, revision),
    constraint text_version_node_fkey foreign key (node_id) references node (id) on delete cascade,
    constraint text_version_ordinal_check check (ordinal > 0)
);

-- What needs a translation, the most recently changed first, of any kind.
create index node_updated_at_idx on node (updated_at, id);
