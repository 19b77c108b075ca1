-- How much land the grids of editions @before and @after share: old area, new area, whether their land is the same,
-- square metres. It is the same, too, where a border only got vertices more, each rounded to about a centimetre.
with pair as (
    select was.area_id as old_area, now.area_id as new_area, was.geom as was, now.geom as now,
        case when was.geom = now.geom then now.geom
             else st_collectionextract(st_intersection(was.geom, now.geom), 3) end as shared
    from boundary as was
    join boundary as now on now.edition_id = @after and was.geom && now.geom and st_intersects(was.geom, now.geom)
    join area as one on one.id = was.area_id join level as l on l.id = one.level_id and l.role = 'grid'
    join area as two on two.id = now.area_id and two.level_id = one.level_id
    where was.edition_id = @before
), measured as (
    select old_area, new_area, st_area(was::geography) as was, st_area(now::geography) as now,
        st_area(shared::geography) as shared, 0.01 * st_perimeter(now::geography) as rounding
    from pair
)
select old_area, new_area, greatest(was, now) - shared <= rounding, shared
from measured
