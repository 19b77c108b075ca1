-- The areas in force on @day, once each: area_id, level, code, parent, name, kind, colour, the
-- edition and its scope, the box and label in degrees, and the boundary as WKB where points are
-- located to the level (null elsewhere).
select distinct on (area.id)
    area.id, area.level_id, area.code, boundary.parent_id, boundary.name, boundary.kind, boundary.colour,
    edition.id, edition.number, edition.in_force_from, edition.title, edition.scope_id,
    st_xmin(geom), st_ymin(geom), st_xmax(geom), st_ymax(geom), st_x(label), st_y(label),
    case when role in ('grid', 'community') then st_asbinary(geom) end
from editions_in_force(@day::date) as edition
join boundary on boundary.edition_id = edition.id
join area on area.id = boundary.area_id
join level on level.id = area.level_id
order by area.id, edition.in_force_from desc, edition.id desc
