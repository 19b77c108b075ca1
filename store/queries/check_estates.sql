-- The estates that touch @community in force on @day: name, longitude and latitude of a point of
-- theirs, and ground as WKB.
select coalesce(nullif(estate.name, ''), source || ' ' || source_id),
    st_x(st_pointonsurface(estate.geom)), st_y(st_pointonsurface(estate.geom)), st_asbinary(estate.geom)
from areas_in_force(@day::date) as area
join estate on st_intersects(area.geom, estate.geom)
where area.area_id = @community::bigint
order by estate.id
