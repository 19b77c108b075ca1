-- How much land the grids before and those of @editions share: old area, new area, whether their land is the same,
-- square metres. It is the same, too, where a border only got vertices more, each rounded to about a centimetre. A grid
-- whose very land an old one had shares none with others: grids of an edition do not overlap.
with after as materialized (
    select boundary.area_id, boundary.geom, st_area(boundary.geom::geography) as size,
        0.01 * st_perimeter(boundary.geom::geography) as rounding
    from boundary join area on area.id = boundary.area_id join level on level.id = area.level_id
    where boundary.edition_id = any (@editions::bigint[]) and level.role = 'grid'
), before as materialized (
    select area_id, geom, st_area(geom::geography) as size
    from in_force
    where role = 'grid' and scope in (select scope_id from edition where id = any (@editions::bigint[]))
), kept as materialized (
    select before.area_id as old_area, after.area_id as new_area, after.size
    from before join after on before.geom = after.geom
), pair as materialized (
    select before.area_id as old_area, after.area_id as new_area, greatest(before.size, after.size) as size, rounding,
        st_collectionextract(st_intersection(before.geom, after.geom), 3) as shared
    from before join after on before.geom && after.geom and st_intersects(before.geom, after.geom)
    where before.area_id not in (select old_area from kept) and after.area_id not in (select new_area from kept)
), measured as materialized (
    select old_area, new_area, size, rounding, st_area(shared::geography) as shared from pair where not st_isempty(shared)
)
select old_area, new_area, size - shared <= rounding, shared from measured
union all
select old_area, new_area, true, size from kept
