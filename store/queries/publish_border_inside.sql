-- The grids of @editions that reach out of their own community on @day by more than two centimetres: code, square
-- metres, longitude and latitude there.
with reaching as (
    select area.code, st_buffer(st_difference(boundary.geom, community.geom), -1e-7) as piece
    from boundary
    join edition on edition.id = boundary.edition_id
    join area on area.id = boundary.area_id join level on level.id = area.level_id
    join areas_in_force(@day::date) as community on community.area_id = edition.scope_id
    where boundary.edition_id = any (@editions::bigint[]) and level.role = 'grid'
      and not st_covers(community.geom, boundary.geom)
)
select array[code], st_area(piece::geography), st_x(st_pointonsurface(piece)), st_y(st_pointonsurface(piece))
from reaching
where not st_isempty(piece)
order by code
limit 100
