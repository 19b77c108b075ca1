-- How much land the grids before and those of @editions share: old area, new area, whether their land is the same,
-- square metres. It is the same, too, where a border only got vertices more, each rounded to about a centimetre.
with after as (
    select boundary.area_id, boundary.geom
    from boundary join area on area.id = boundary.area_id join level on level.id = area.level_id
    where boundary.edition_id = any (@editions::bigint[]) and level.role = 'grid'
), pair as (
    select was.area_id as old_area, after.area_id as new_area, was.geom as was, after.geom as now,
        case when was.geom = after.geom then after.geom
             else st_collectionextract(st_intersection(was.geom, after.geom), 3) end as shared
    from in_force as was join after on was.geom && after.geom
    where was.role = 'grid' and was.scope in (select scope_id from edition where id = any (@editions::bigint[]))
      and st_intersects(was.geom, after.geom)
), measured as (
    select old_area, new_area, st_area(was::geography) as was, st_area(now::geography) as now,
        st_area(shared::geography) as shared, 0.01 * st_perimeter(now::geography) as rounding
    from pair
)
select old_area, new_area, greatest(was, now) - shared <= rounding, shared
from measured
