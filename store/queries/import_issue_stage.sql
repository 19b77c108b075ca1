-- The table of staged issues: spot as it came, place as it is kept. They have no raw and no shape.
create temp table staged (
    id bigint generated always as identity,
    row bigint not null,
    source_id text collate "C" not null,
    raw geometry,
    spot geometry,
    shape geometry generated always as (on_ground(raw)) stored,
    place geometry generated always as (on_ground(spot)) stored,
    kind text not null,
    title text not null,
    address text not null,
    opened_at timestamptz,
    due_at timestamptz,
    closed_at timestamptz,
    status text not null,
    fix_crs text not null,
    fix_accuracy double precision,
    duplicate boolean not null,
    duplicate_of text collate "C" not null, -- the source_id of another
    attributes jsonb not null
) on commit drop
