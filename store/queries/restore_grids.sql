-- The grids of @edition: code, name, whether dedicated, why the band does not bind it, boundary as WKB.
select area.code, boundary.name, boundary.kind = 'dedicated', coalesce(boundary.attributes ->> 'exempt', ''),
    st_asbinary(boundary.geom)
from boundary join area on area.id = boundary.area_id join level on level.id = area.level_id
where boundary.edition_id = @edition and level.role = 'grid'
order by area.code
