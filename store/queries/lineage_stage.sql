-- The table of what old and new grids have in common.
create temp table kin (
    old_area bigint, new_area bigint, kind text not null, households integer not null, buildings integer not null,
    square_metres double precision not null
) on commit drop
