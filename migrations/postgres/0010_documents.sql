-- Documents of GraphQL that an operator has added, so that requests can name them.
create table trusted_document (
    -- What requests call it: a name, or `sha256:` and the digest.
    name text collate "C" not null,
    -- The SHA-256 of the text, in lower-case hexadecimal characters.
    digest text collate "C" not null,
    body text not null,
    added_at timestamptz not null,
    constraint trusted_document_pkey primary key (name),
    constraint trusted_document_digest_check check (length(digest) = 64)
);

create index trusted_document_digest_idx on trusted_document (digest);

-- One row at most: how often the documents have changed, for whoever keeps some in memory.
create table trusted_document_head (
    id integer not null,
    revision bigint not null,
    constraint trusted_document_head_pkey primary key (id),
    constraint trusted_document_head_id_check check (id = 1)
);
