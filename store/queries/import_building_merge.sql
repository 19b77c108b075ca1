-- Takes over the staged buildings of @source, and with @replace removes those that it has no
-- more: the numbers staged, added, changed and removed, and the box of all that was touched.
with incoming as not materialized (
    select source_id,
        name, address, households, households_estimated, residents, residents_estimated, floors,
        floors_estimated, attributes, shape as footprint, coalesce(place, interior_point(shape)) as point
    from staged
), changed as (
    update building set
        name = incoming.name,
        address = incoming.address,
        households = incoming.households,
        households_estimated = incoming.households_estimated,
        residents = incoming.residents,
        residents_estimated = incoming.residents_estimated,
        floors = incoming.floors,
        floors_estimated = incoming.floors_estimated,
        attributes = incoming.attributes,
        footprint = incoming.footprint,
        point = incoming.point
    from incoming
    join building as old on old.source = @source and old.source_id = incoming.source_id
    where building.id = old.id
      and (old.name, old.address, old.households, old.households_estimated, old.residents,
           old.residents_estimated, old.floors, old.floors_estimated, old.attributes, old.footprint, old.point)
          is distinct from
          (incoming.name, incoming.address, incoming.households, incoming.households_estimated,
           incoming.residents, incoming.residents_estimated, incoming.floors, incoming.floors_estimated,
           incoming.attributes, incoming.footprint, incoming.point)
    returning box2d(st_collect(coalesce(old.footprint, old.point), coalesce(building.footprint, building.point))) as box
), added as (
    insert into building (source, source_id,
        name, address, households, households_estimated, residents, residents_estimated, floors,
        floors_estimated, attributes, footprint, point)
    select @source, source_id,
        name, address, households, households_estimated, residents, residents_estimated, floors,
        floors_estimated, attributes, footprint, point
    from incoming
    where not exists (select from building where source = @source and source_id = incoming.source_id)
    returning box2d(coalesce(footprint, point)) as box
), removed as (
    delete from building
    where @replace::bool and source = @source
      and not exists (select from staged where staged.source_id = building.source_id)
    returning box2d(coalesce(footprint, point)) as box
)
select (select count(*) from staged), (select count(*) from added), (select count(*) from changed),
    (select count(*) from removed),
    (select st_asbinary(box_outline(st_extent(box::geometry)))
     from (select box from added union all select box from changed union all select box from removed) as touched)
