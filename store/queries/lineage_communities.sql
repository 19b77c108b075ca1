-- Which communities the grids of @editions, and those that were in force before in their communities, are of: grid,
-- community, its code and name.
with grids as (
    select area_id, scope from in_force
    where role = 'grid' and scope in (select scope_id from edition where id = any (@editions::bigint[]))
    union
    select boundary.area_id, edition.scope_id
    from boundary join edition on edition.id = boundary.edition_id
    where edition.id = any (@editions::bigint[])
)
select grids.area_id, community.area_id, community.code, community.name
from grids join in_force as community on community.area_id = grids.scope
