-- Puts the staged areas into what comes next.
insert into next (scope, area_id, level_id, role, parent_id, name, kind, source, source_id, attributes, geom, staged)
select scope, area_id, level.id, level.role, parent_id, staged.name, staged.kind, @source, source_id, attributes, shape, true
from staged cross join level
where level.id = @level
