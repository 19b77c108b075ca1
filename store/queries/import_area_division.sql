-- The table of areas in force on the day of the import, by scope; 0 is the whole district.
create temp table in_force (
    scope bigint not null,
    area_id bigint not null,
    level_id bigint not null,
    code text not null,
    profile text not null,
    rank smallint not null,
    role text not null,
    parent_id bigint,
    name text not null,
    kind text not null,
    colour smallint not null,
    source text collate "C" not null,
    source_id text collate "C" not null,
    attributes jsonb not null,
    geom geometry not null,
    label geometry not null
) on commit drop
