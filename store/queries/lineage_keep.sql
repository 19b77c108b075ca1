-- Keeps what the grids of @editions have of those before. A pair belongs to the edition that has the new grid, or
-- else that of the community that the old one was in.
insert into lineage (edition_id, old_area, new_area, kind, households, buildings, square_metres)
select coalesce(
        (select edition_id from boundary where area_id = kin.new_area and edition_id = any (@editions::bigint[])),
        (select edition.id from in_force join edition on edition.scope_id = in_force.scope
         where in_force.area_id = kin.old_area and edition.id = any (@editions::bigint[]))),
    old_area, new_area, kind, households, buildings, square_metres
from kin
