-- How much each client has used what is deprecated in the graph. A client is what it says that it is:
-- there is nothing of a person.
create table deprecated_usage (
    id blob not null,
    member text not null,
    client text not null,
    operations integer not null,
    first_at text not null,
    last_at text not null,
    constraint deprecated_usage_pkey primary key (id),
    constraint deprecated_usage_member_client_key unique (member, client),
    constraint deprecated_usage_operations_check check (operations > 0)
) strict;
