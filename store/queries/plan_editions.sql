-- Editions from which plans began: id, community, number, first day in force, when and by whom it was published
-- (name, as what, id of the person or token), plan (0: none), title, note, number of grids.
select edition.id, scope_id, number, in_force_from, published_at, published_by, published_as, coalesce(publisher_id, 0),
    coalesce(plan_id, 0), title, note,
    (select count(*) from boundary
     join area on area.id = area_id
     join level on level.id = level_id and role = 'grid'
     where edition_id = edition.id)
from edition
where edition.id = any (@editions::bigint[])
order by edition.id
