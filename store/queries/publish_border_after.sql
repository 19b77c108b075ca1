-- @communities as @editions have them: area, code, name, boundary as WKB.
select area.id, area.code, boundary.name, st_asbinary(boundary.geom)
from boundary join area on area.id = boundary.area_id
where boundary.edition_id = any (@editions::bigint[]) and area.id = any (@communities::bigint[])
order by area.id
