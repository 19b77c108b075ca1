-- The grids of an edition, in order of their codes: community, area, code, name, whether it is
-- dedicated, colour, why it need not be in the band, and land in degrees.
select edition.scope_id, area.id, area.code, boundary.name, kind = 'dedicated', colour,
    coalesce(attributes->>'exempt', ''), st_asbinary(geom)
from edition
join boundary on edition_id = edition.id
join area on area.id = area_id
join level on level.id = level_id and role = 'grid'
where edition.id = @edition
order by area.code
