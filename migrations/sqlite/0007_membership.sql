-- What cities say of themselves: the languages they work in, and how their offices are reached.
alter table city add column languages text not null default '[]';
alter table city add column contacts text not null default '[]';

-- The steps that led a city to where it stands in the network, counted from 1 for each city. What was
-- recorded of its membership, without a step, is in the log alone.
create table membership_step (
    city_id blob not null,
    ordinal integer not null,
    kind text not null,
    state_before text not null,
    state_after text not null,
    at text not null,
    occurred_on text,
    reason text,
    documents text not null,
    -- Its activity, whose row is written behind this one.
    activity_id blob not null,
    constraint membership_step_pkey primary key (city_id, ordinal),
    constraint membership_step_city_fkey foreign key (city_id) references city (id) on delete cascade,
    constraint membership_step_ordinal_check check (ordinal > 0)
) strict;
