-- Leaves to staged areas of @level what the division does not tell of them: attributes, and a parent below the
-- community.
update staged set attributes = (was.attributes - 'exempt') || staged.attributes, parent = coalesce(above.code, staged.parent)
from in_force as was
left join in_force as above on above.area_id = was.parent_id and above.role = 'section' and above.scope = was.scope
where was.level_id = @level and was.code = staged.code
