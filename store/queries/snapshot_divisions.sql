-- The areas of @editions, in their order and within one in order of identity: the edition, the
-- area, level, parent (0: none), code, name, whether it is dedicated, colour, label and boundary
-- as WKB.
select listed.edition_id, area.id, area.level_id, coalesce(boundary.parent_id, 0), area.code, boundary.name,
    boundary.kind = 'dedicated', boundary.colour, st_asbinary(boundary.label, 'NDR'), st_asbinary(boundary.geom, 'NDR')
from unnest(@editions::bigint[]) with ordinality as listed (edition_id, nth)
join boundary on boundary.edition_id = listed.edition_id
join area on area.id = boundary.area_id
order by listed.nth, area.id
