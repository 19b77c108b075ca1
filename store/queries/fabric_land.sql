-- The land of communities, together and in degrees, the same in units of 1e-7 degree, and how many
-- of them have any: null, null and 0 for none.
select st_asbinary(geom), st_asbinary(st_snaptogrid(st_scale(st_setsrid(geom, 0), 1e7, 1e7), 1)), number
from (
    select case count(*) when 1 then (array_agg(geom))[1] else st_multi(st_union(geom)) end as geom, count(*) as number
    from boundary
    where (edition_id, area_id) in (select * from unnest(@editions::bigint[], @communities::bigint[]))
) as land
