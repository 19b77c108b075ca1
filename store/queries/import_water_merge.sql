-- Takes over the staged waters of @source, and with @replace removes those that it has no
-- more: the numbers staged, added, changed and removed, and the box of all that was touched.
with incoming as not materialized (
    select source_id,
        name, class, attributes, shape as geom
    from staged
), changed as (
    update water set
        name = incoming.name,
        class = incoming.class,
        attributes = incoming.attributes,
        geom = incoming.geom
    from incoming
    join water as old on old.source = @source and old.source_id = incoming.source_id
    where water.id = old.id
      and (old.name, old.class, old.attributes, old.geom)
          is distinct from
          (incoming.name, incoming.class, incoming.attributes, incoming.geom)
    returning box2d(st_collect(old.geom, water.geom)) as box
), added as (
    insert into water (source, source_id,
        name, class, attributes, geom)
    select @source, source_id,
        name, class, attributes, geom
    from incoming
    where not exists (select from water where source = @source and source_id = incoming.source_id)
    returning box2d(geom) as box
), removed as (
    delete from water
    where @replace::bool and source = @source
      and not exists (select from staged where staged.source_id = water.source_id)
    returning box2d(geom) as box
)
select (select count(*) from staged), (select count(*) from added), (select count(*) from changed),
    (select count(*) from removed),
    (select st_asbinary(box_outline(st_extent(box::geometry)))
     from (select box from added union all select box from changed union all select box from removed) as touched)
