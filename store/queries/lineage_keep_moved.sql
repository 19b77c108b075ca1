-- Keeps which buildings @editions gave to another grid.
with after as materialized (
    select area_id, edition_id from boundary where edition_id = any (@editions::bigint[])
), before as materialized (
    select in_force.area_id, edition.id as edition_id
    from in_force join edition on edition.scope_id = in_force.scope and edition.id = any (@editions::bigint[])
)
insert into moved_building (edition_id, building_id, from_area, to_area)
select coalesce(after.edition_id, before.edition_id), building_id, from_area, to_area
from moved
left join after on after.area_id = to_area
left join before on before.area_id = from_area
