-- The table of located issues; null: no grid was in force there.
create temp table placed (id bigint not null, grid_id bigint, edition_id bigint) on commit drop
