-- The day on which the first edition with grids took force; null: there is none.
select min(in_force_from)
from edition
where exists (
    select from boundary join area on area.id = area_id join level on level.id = level_id
    where edition_id = edition.id and role = 'grid')
