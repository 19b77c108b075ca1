-- The buildings whose point lies in the box of a grid of @editions or of those before: id, name, address,
-- households, longitude and latitude.
with land as (
    select st_envelope(st_extent(geom)::geometry) as box
    from (select geom from boundary where edition_id = any (@editions::bigint[])
          union all
          select geom from in_force where role = 'grid'
            and scope in (select scope_id from edition where id = any (@editions::bigint[]))) as all_land
)
select id, name, address, coalesce(households, 0), st_x(point), st_y(point)
from building cross join land
where coalesce(footprint, point) && st_setsrid(box, 4490)
order by id
