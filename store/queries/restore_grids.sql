-- The grids of @edition: code, name, whether dedicated, boundary as WKB.
select area.code, boundary.name, boundary.kind = 'dedicated', st_asbinary(boundary.geom)
from boundary join area on area.id = boundary.area_id join level on level.id = area.level_id
where boundary.edition_id = @edition and level.role = 'grid'
order by area.code
