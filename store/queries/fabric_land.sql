-- The land of a community, in units of 1e-7 degree. No row when it has none in the edition.
select st_asbinary(st_snaptogrid(st_scale(st_setsrid(geom, 0), 1e7, 1e7), 1))
from boundary
where edition_id = @edition::bigint and area_id = @community::bigint
