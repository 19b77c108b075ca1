-- The table of staged areas: raw as it came, shape as it is kept. They have no spot and no place.
-- Scope 0 is the whole district.
create temp table staged (
    row bigint not null,
    source_id text collate "C" not null,
    raw geometry,
    spot geometry,
    shape geometry generated always as (on_ground(raw)) stored,
    place geometry generated always as (on_ground(spot)) stored,
    code text not null,
    name text not null,
    parent text not null,
    kind text not null,
    attributes jsonb not null,
    area_id bigint,
    parent_id bigint,
    scope bigint not null default 0
) on commit drop
