-- Gives each staged area its parent, the lowest area above the level with the parent's code, and
-- its scope: the community for areas below it, the parent for others.
update staged set
    parent_id = above.area_id,
    scope = case when @below::bool and above.role <> 'community' then above.scope else above.area_id end
from (
    select distinct on (code) code, area_id, role, scope
    from in_force
    where rank < @rank
      and case when @below then role <> 'upper' and profile = @profile else role = 'upper' end
      and (@community::bigint is null or @community in (area_id, scope))
    order by code, rank desc, area_id
) as above
where above.code = staged.parent
