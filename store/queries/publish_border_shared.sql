-- How much land @communities of before and of @editions share: old area, new area, whether their land is the same,
-- square metres.
with after as (
    select area_id, geom from boundary
    where edition_id = any (@editions::bigint[]) and area_id = any (@communities::bigint[])
)
select was.area_id, after.area_id, was.area_id = after.area_id and st_equals(was.geom, after.geom),
    st_area(st_collectionextract(st_intersection(was.geom, after.geom), 3)::geography)
from in_force as was join after on was.geom && after.geom
where was.area_id = any (@communities::bigint[]) and st_intersects(was.geom, after.geom)
