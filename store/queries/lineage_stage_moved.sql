-- The table of buildings that another grid has now.
create temp table moved (building_id bigint not null, from_area bigint, to_area bigint) on commit drop
