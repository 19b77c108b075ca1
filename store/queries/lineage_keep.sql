-- Keeps what the grids of @editions have of those before. A pair belongs to the edition that has the new grid, or
-- else that of the community that the old one was in.
with after as materialized (
    select area_id, edition_id from boundary where edition_id = any (@editions::bigint[])
), before as materialized (
    select in_force.area_id, edition.id as edition_id
    from in_force join edition on edition.scope_id = in_force.scope and edition.id = any (@editions::bigint[])
)
insert into lineage (edition_id, old_area, new_area, kind, households, buildings, square_metres)
select coalesce(after.edition_id, before.edition_id), old_area, new_area, kind, households, buildings, square_metres
from kin
left join after on after.area_id = new_area
left join before on before.area_id = old_area
