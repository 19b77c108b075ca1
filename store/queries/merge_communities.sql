-- The communities in force in the scopes of those with @codes: id, code, name, parent (0: none), scope, code of the
-- parent, profile, attributes, boundary as WKB.
select area_id, code, name, coalesce(parent_id, 0), scope,
    coalesce((select above.code from in_force as above where above.area_id = in_force.parent_id), ''), profile, attributes,
    st_asbinary(geom)
from in_force
where role = 'community'
  and scope in (select scope from in_force where role = 'community' and code = any (@codes::text[]))
order by code
