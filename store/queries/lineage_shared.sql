-- How much land the grids before and those of @editions share: old area, new area, whether their boundaries are
-- the same, square metres.
with after as (
    select boundary.area_id, boundary.geom
    from boundary join area on area.id = boundary.area_id join level on level.id = area.level_id
    where boundary.edition_id = any (@editions::bigint[]) and level.role = 'grid'
), pair as (
    select was.area_id as old_area, after.area_id as new_area, st_equals(was.geom, after.geom) as same,
        was.geom as was, after.geom as now
    from in_force as was join after on was.geom && after.geom
    where was.role = 'grid' and was.scope in (select scope_id from edition where id = any (@editions::bigint[]))
      and st_intersects(was.geom, after.geom)
)
select old_area, new_area, same,
    case when same then st_area(now::geography)
         else st_area(st_collectionextract(st_intersection(was, now), 3)::geography) end
from pair
