-- Where @communities in @editions together have not the land that they had together before, by more than two
-- centimetres: hole or outside, codes of the other communities there, square metres, longitude and latitude within.
with was as (
    select st_union(geom) as geom from in_force where area_id = any (@communities::bigint[])
), now as (
    select st_union(geom) as geom from boundary
    where edition_id = any (@editions::bigint[]) and area_id = any (@communities::bigint[])
), pieces as (
    select 'hole' as kind, (st_dump(st_buffer(st_difference(was.geom, now.geom), -1e-7))).geom as piece from was cross join now
    union all
    select 'outside', (st_dump(st_buffer(st_difference(now.geom, was.geom), -1e-7))).geom from was cross join now
)
select kind, array(
        select code from in_force
        where role = 'community' and area_id <> all (@communities::bigint[]) and geom && piece and st_intersects(geom, piece)
        order by code),
    st_area(piece::geography), st_x(st_pointonsurface(piece)), st_y(st_pointonsurface(piece))
from pieces
where not st_isempty(piece)
order by st_area(piece) desc
limit 100
