-- The pairs of grids of @editions whose land overlaps: their codes, square metres, longitude and latitude within.
-- Independent of how the division was made.
with land as (
    select boundary.area_id, area.code, boundary.geom
    from boundary join area on area.id = boundary.area_id join level on level.id = area.level_id
    where boundary.edition_id = any (@editions::bigint[]) and level.role = 'grid'
), pair as (
    select a.code as one, b.code as other, st_intersection(a.geom, b.geom) as shared
    from land as a join land as b on a.area_id < b.area_id and a.geom && b.geom
    where st_relate(a.geom, b.geom, '2********')
)
select array[one, other], st_area(shared::geography), st_x(st_pointonsurface(shared)), st_y(st_pointonsurface(shared))
from pair
order by one, other
limit 100
