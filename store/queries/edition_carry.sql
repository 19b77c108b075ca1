-- Carries over the areas of touched scopes that the import does not bring: those of other levels,
-- and those of its own level unless the file is complete (@complete) for the scopes it is about.
insert into next (scope, area_id, level_id, role, parent_id, name, kind, source, source_id, attributes, geom)
select scope, area_id, level_id, role, parent_id, name, kind, source, source_id, attributes, geom
from in_force
where area_id not in (select area_id from next)
  and not (@complete::bool and level_id = @level and scope in (select scope from next))
  and scope in (select scope from next
                union all
                select was.scope from in_force as was join staged on staged.area_id = was.area_id)
