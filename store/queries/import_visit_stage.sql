-- The table of staged visits, with what the building and the member of staff are found by.
create temp table staged (
    row bigint not null,
    source_id text collate "C" not null,
    building text not null,
    building_source text not null,
    address text not null,
    visited_at timestamptz not null,
    staff text not null,
    building_id bigint,
    staff_id bigint
) on commit drop
