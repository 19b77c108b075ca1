-- The areas in force on @day, once each, in order of identity: the edition's id, number, date,
-- title and scope (0: the whole district), the area, level, parent (0: none), code, name, whether
-- it is dedicated, colour, label and boundary as WKB.
select distinct on (area.id)
    edition.id, edition.number, edition.in_force_from, edition.title, coalesce(edition.scope_id, 0),
    area.id, area.level_id, coalesce(boundary.parent_id, 0), area.code, boundary.name,
    boundary.kind = 'dedicated', boundary.colour, st_asbinary(boundary.label, 'NDR'), st_asbinary(boundary.geom, 'NDR')
from editions_in_force(@day::date) as edition
join boundary on boundary.edition_id = edition.id
join area on area.id = boundary.area_id
order by area.id, edition.in_force_from desc, edition.id desc
