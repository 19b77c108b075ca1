-- The grids of @editions: area, code, name, boundary as WKB.
select area.id, area.code, boundary.name, st_asbinary(boundary.geom)
from boundary join area on area.id = boundary.area_id join level on level.id = area.level_id
where boundary.edition_id = any (@editions::bigint[]) and level.role = 'grid'
order by area.id
