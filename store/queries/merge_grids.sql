-- What lies below @communities, the upper levels first: community, level, profile, code, name, code of the parent
-- when that is not the community, whether dedicated, attributes, boundary as WKB.
select in_force.scope, level.key, level.profile, in_force.code, in_force.name,
    case when in_force.parent_id <> in_force.scope then above.code else '' end, in_force.kind = 'dedicated', in_force.attributes,
    st_asbinary(in_force.geom)
from in_force
join level on level.id = in_force.level_id
left join in_force as above on above.area_id = in_force.parent_id
where in_force.scope = any (@communities::bigint[])
order by level.profile, level.rank, in_force.code
