-- The table of staged waters: raw and spot as they came, shape and place as they are kept.
create temp table staged (
    row bigint not null,
    source_id text collate "C" not null,
    raw geometry,
    spot geometry,
    shape geometry generated always as (on_ground(raw)) stored,
    place geometry generated always as (on_ground(spot)) stored,
    name text not null,
    class text not null,
    attributes jsonb not null
) on commit drop
