-- The buildings whose point lies in the box of the grids of editions @before and @after: id, name, address, households,
-- longitude and latitude.
with land as (
    select st_envelope(st_extent(geom)::geometry) as box
    from boundary join area on area.id = area_id join level on level.id = level_id and role = 'grid'
    where edition_id in (@before, @after)
)
select id, name, address, coalesce(households, 0), st_x(point), st_y(point)
from building cross join land
where coalesce(footprint, point) && st_setsrid(box, 4490)
order by id
