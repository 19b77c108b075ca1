-- The areas @grids in @editions, in that order: area, name, whether it is dedicated, colour, why it
-- need not be in the band, and land in degrees.
select area_id, name, kind = 'dedicated', colour, coalesce(attributes->>'exempt', ''), st_asbinary(geom)
from unnest(@editions::bigint[], @grids::bigint[]) with ordinality as given (edition, grid, place)
join boundary on edition_id = edition and area_id = grid
order by place
