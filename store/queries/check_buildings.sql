-- The buildings whose points lie in @community in force on @day: name, longitude, latitude and
-- footprint as WKB (null: not known).
select coalesce(nullif(building.name, ''), nullif(address, ''), source || ' ' || source_id),
    st_x(point), st_y(point), st_asbinary(footprint)
from areas_in_force(@day::date) as area
join building on st_intersects(area.geom, point)
where area.area_id = @community::bigint
order by building.id
