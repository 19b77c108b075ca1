-- @communities as they were in force before @editions: area, code, name, boundary as WKB.
select area_id, code, name, st_asbinary(geom)
from in_force
where area_id = any (@communities::bigint[]) and cardinality(@editions::bigint[]) > 0
order by area_id
