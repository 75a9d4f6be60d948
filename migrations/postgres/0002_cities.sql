create table city (
    id uuid not null,
    country_code text collate "C" not null,
    continent text not null,
    latitude double precision not null,
    longitude double precision not null,
    population integer,
    time_zone text not null,
    website text,
    membership text not null,
    joined_on text collate "C",
    first_evidence_on text collate "C",
    constraint city_pkey primary key (id),
    constraint city_node_fkey foreign key (id) references node (id) on delete cascade,
    constraint city_latitude_check check (latitude between -90 and 90),
    constraint city_longitude_check check (longitude between -180 and 180),
    constraint city_population_check check (population >= 0)
);

create index city_population_idx on city (population, id);
create index city_country_code_idx on city (country_code);
create index city_joined_on_idx on city (joined_on, id);

-- The industrial sites a city hosts, for which it is in the network.
create table city_site (
    city_id uuid not null,
    ordinal integer not null,
    kind text not null,
    status text,
    source text,
    constraint city_site_pkey primary key (city_id, ordinal),
    constraint city_site_city_fkey foreign key (city_id) references city (id) on delete cascade
);

create table theme (
    id uuid not null,
    used_in jsonb not null,
    constraint theme_pkey primary key (id),
    constraint theme_node_fkey foreign key (id) references node (id) on delete cascade
);
