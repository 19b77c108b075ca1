-- Buildings with their point in the land or on its border: id, longitude and latitude in degrees,
-- footprint in units of 1e-7 degree (null: none), name, households, residents, and the estate (0: none).
with land as (
    select st_geomfromwkb(@land::bytea, 4490) as geom
), inside as (
    select building.* from building join land on footprint && land.geom and st_intersects(land.geom, point)
    union all
    select building.* from building join land on footprint is null and point && land.geom and st_intersects(land.geom, point)
)
select id, st_x(point), st_y(point),
    st_asbinary(st_snaptogrid(st_scale(st_setsrid(footprint, 0), 1e7, 1e7), 1)),
    name, coalesce(households, 0), coalesce(residents, 0),
    coalesce((select min(estate.id) from estate where st_intersects(estate.geom, point)), 0)
from inside
order by id
