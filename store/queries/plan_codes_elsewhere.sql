-- One of @codes that is, or was, that of a grid of another community than @communities; no row when there is none.
select area.code
from area
join level on level.id = area.level_id and level.role = 'grid'
join boundary on boundary.area_id = area.id
join edition on edition.id = boundary.edition_id
where area.code = any (@codes::text[]) and edition.scope_id <> all (@communities::bigint[])
order by area.code
limit 1
