create table organisation (
    id uuid not null,
    kind text not null,
    city_id uuid,
    country_code text collate "C",
    website text,
    constraint organisation_pkey primary key (id),
    constraint organisation_node_fkey foreign key (id) references node (id) on delete cascade,
    constraint organisation_city_fkey foreign key (city_id) references city (id)
);

create index organisation_city_idx on organisation (city_id);
create index organisation_country_code_idx on organisation (country_code);
create index organisation_kind_idx on organisation (kind);
