-- Adds the areas around, of scopes that do not change, to be compared with those that come next.
insert into next (scope, area_id, level_id, role, name, kind, source, source_id, attributes, geom, colour, fixed)
select scope, area_id, level_id, role, name, kind, source, source_id, attributes, geom, colour, true
from in_force
where scope <> all (@scopes::bigint[])
  and role = @role and (role <> 'upper' or level_id = @level)
  and geom && (select st_expand(st_setsrid(st_extent(geom)::geometry, 4490), 0.00001) from next where level_id = @level)
