-- Takes over the staged visits of @source, and with @replace removes those that it has no more: the
-- numbers staged, added, changed and removed, and the box of the buildings of all of them.
with changed as (
    update visit set building_id = staged.building_id, visited_at = staged.visited_at, staff_id = staged.staff_id
    from staged
    join visit as old on old.source = @source and old.source_id = staged.source_id
    where visit.id = old.id
      and (old.building_id, old.visited_at, old.staff_id) is distinct from (staged.building_id, staged.visited_at, staged.staff_id)
    returning old.building_id as before, visit.building_id as after
), added as (
    insert into visit (source, source_id, building_id, visited_at, staff_id)
    select @source, source_id, building_id, visited_at, staff_id
    from staged
    where not exists (select from visit where source = @source and source_id = staged.source_id)
    returning building_id
), removed as (
    delete from visit
    where @replace::bool and source = @source
      and not exists (select from staged where staged.source_id = visit.source_id)
    returning building_id
), touched as (
    select building_id from added union select building_id from removed
    union select before from changed union select after from changed
)
select (select count(*) from staged), (select count(*) from added), (select count(*) from changed),
    (select count(*) from removed),
    (select st_asbinary(box_outline(st_extent(building.point)))
     from touched join building on building.id = touched.building_id)
