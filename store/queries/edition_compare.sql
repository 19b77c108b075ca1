-- Compares what comes next with what is in force, and keeps colours, and labels of land that stays.
update next set
    state = case when (next.scope, next.parent_id, next.name, next.kind, next.attributes, next.geom)
                      is distinct from
                      (was.scope, was.parent_id, was.name, was.kind, was.attributes, was.geom)
                 then 'changed' else 'same' end,
    colour = was.colour,
    label = case when next.geom = was.geom then was.label end
from in_force as was
where was.area_id = next.area_id
