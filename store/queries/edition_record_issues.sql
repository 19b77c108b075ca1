-- Records that issues moved to other grids, in the box of what was in the scopes and what comes;
-- returns the new version.
select record_change('issue', null, box_outline(st_extent(geom)))
from (select geom from in_force where scope = any (@scopes)
      union all select geom from next where not fixed) as land
