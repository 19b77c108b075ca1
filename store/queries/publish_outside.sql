-- The grids of @editions that reach out of @communities on @day by more than two centimetres, out of all of them together
-- or, with @each, out of their own: code, square metres, longitude and latitude there.
with community as (
    select case when @each::boolean then area_id else 0 end as own, st_union(geom) as geom
    from areas_in_force(@day::date)
    where area_id = any (@communities::bigint[])
    group by own
), reaching as (
    select area.code, st_buffer(st_difference(boundary.geom, community.geom), -1e-7) as piece
    from boundary
    join edition on edition.id = boundary.edition_id
    join area on area.id = boundary.area_id join level on level.id = area.level_id
    join community on community.own = case when @each::boolean then edition.scope_id else 0 end
    where boundary.edition_id = any (@editions::bigint[]) and level.role = 'grid'
      and not st_covers(community.geom, boundary.geom)
)
select array[code], st_area(piece::geography), st_x(st_pointonsurface(piece)), st_y(st_pointonsurface(piece))
from reaching
where not st_isempty(piece)
order by code
limit 100
