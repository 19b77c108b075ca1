-- The buildings whose point lies in the box of a grid of @editions or of those before: id, name, address,
-- households, longitude and latitude.
with land as materialized (
    select st_setsrid(st_extent(geom)::geometry, 4490) as box
    from (select geom from boundary where edition_id = any (@editions::bigint[])
          union all
          select geom from in_force where role = 'grid'
            and scope in (select scope_id from edition where id = any (@editions::bigint[]))) as all_land
), inside as ( -- a building with a footprint has its point in it; each half has an index of its own
    select building.* from land join building on footprint && box
    union all
    select building.* from land join building on footprint is null and point && box
)
select id, name, address, coalesce(households, 0), st_x(point), st_y(point)
from inside
order by id
