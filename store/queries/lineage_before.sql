-- The grids that were in force in the communities of @editions before these: area, code, name, boundary as WKB.
select area_id, code, name, st_asbinary(geom)
from in_force
where role = 'grid' and scope in (select scope_id from edition where id = any (@editions::bigint[]))
order by area_id
