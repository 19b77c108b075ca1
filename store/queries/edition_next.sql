-- The table of what the scopes that an import touches will hold. State is that of an area beside
-- what is in force: same, changed or added; fixed is an area of another scope, there to be
-- compared with.
create temp table next (
    scope bigint not null,
    area_id bigint not null,
    level_id bigint not null,
    role text not null,
    parent_id bigint,
    name text not null,
    kind text not null,
    source text collate "C" not null,
    source_id text collate "C" not null,
    attributes jsonb not null,
    geom geometry not null,
    label geometry,
    colour smallint,
    staged boolean not null default false,
    fixed boolean not null default false,
    state text not null default 'added'
) on commit drop
