-- The table of staged codes; source_id is the code.
create temp table staged (
    row bigint not null,
    source_id text collate "C" not null,
    name_zh text not null,
    name_en text not null,
    attributes jsonb not null
) on commit drop
