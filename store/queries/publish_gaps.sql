-- Land of @communities on @day that is in no grid of @editions and not in @unassigned (WKB; null: none), in pieces
-- wider than two centimetres: no codes, square metres, longitude and latitude within. Borders that run askew are
-- rounded to 1e-7 degree, about a centimetre, so narrower pieces are nobody's fault.
with land as (
    select coalesce(st_union(boundary.geom), 'srid=4490;polygon empty'::geometry) as geom
    from boundary join area on area.id = boundary.area_id join level on level.id = area.level_id
    where boundary.edition_id = any (@editions::bigint[]) and level.role = 'grid'
), community as (
    select st_union(geom) as geom from areas_in_force(@day::date)
    where area_id = any (@communities::bigint[])
      and area_id in (select scope_id from edition where id = any (@editions::bigint[]))
), missing as (
    select (st_dump(st_buffer(st_difference(st_difference(community.geom, land.geom),
        coalesce(st_geomfromwkb(@unassigned, 4490), 'srid=4490;polygon empty'::geometry)), -1e-7))).geom as piece
    from community cross join land
)
select '{}'::text[], st_area(piece::geography), st_x(st_pointonsurface(piece)), st_y(st_pointonsurface(piece))
from missing
where not st_isempty(piece)
order by st_area(piece) desc
limit 100
