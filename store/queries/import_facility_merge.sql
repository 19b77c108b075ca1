-- Takes over the staged facilities of @source, and with @replace removes those that it has no
-- more: the numbers staged, added, changed and removed, and the box of all that was touched.
with incoming as not materialized (
    select source_id,
        kind, name, address, attributes, shape as ground, coalesce(place, interior_point(shape)) as point
    from staged
), changed as (
    update facility set
        kind = incoming.kind,
        name = incoming.name,
        address = incoming.address,
        attributes = incoming.attributes,
        ground = incoming.ground,
        point = incoming.point
    from incoming
    join facility as old on old.source = @source and old.source_id = incoming.source_id
    where facility.id = old.id
      and (old.kind, old.name, old.address, old.attributes, old.ground, old.point)
          is distinct from
          (incoming.kind, incoming.name, incoming.address, incoming.attributes, incoming.ground, incoming.point)
    returning box2d(st_collect(coalesce(old.ground, old.point), coalesce(facility.ground, facility.point))) as box
), added as (
    insert into facility (source, source_id,
        kind, name, address, attributes, ground, point)
    select @source, source_id,
        kind, name, address, attributes, ground, point
    from incoming
    where not exists (select from facility where source = @source and source_id = incoming.source_id)
    returning box2d(coalesce(ground, point)) as box
), removed as (
    delete from facility
    where @replace::bool and source = @source
      and not exists (select from staged where staged.source_id = facility.source_id)
    returning box2d(coalesce(ground, point)) as box
)
select (select count(*) from staged), (select count(*) from added), (select count(*) from changed),
    (select count(*) from removed),
    (select st_asbinary(box_outline(st_extent(box::geometry)))
     from (select box from added union all select box from changed union all select box from removed) as touched)
