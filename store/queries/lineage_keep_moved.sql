-- Keeps which buildings @editions gave to another grid.
insert into moved_building (edition_id, building_id, from_area, to_area)
select coalesce(
        (select edition_id from boundary where area_id = moved.to_area and edition_id = any (@editions::bigint[])),
        (select edition.id from in_force join edition on edition.scope_id = in_force.scope
         where in_force.area_id = moved.from_area and edition.id = any (@editions::bigint[]))),
    building_id, from_area, to_area
from moved
