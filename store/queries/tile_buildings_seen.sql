-- The layer buildings of one tile as MVT, as tile_buildings.sql has it, but with households and floors
-- only of those in one of the areas @counted (each with the edition of its boundary), and unless @all
-- without those in none of the areas @seen. No bytes when nothing is in it.
with part as materialized (
    select boundary.geom, one.counted
    from (
        select area, edition, true as counted from unnest(@counted::bigint[], @counted_editions::bigint[]) as c (area, edition)
        union all
        select area, edition, false from unnest(@seen::bigint[], @seen_editions::bigint[]) as s (area, edition)
    ) as one
    join boundary on boundary.area_id = one.area and boundary.edition_id = one.edition
    where boundary.geom && st_expand(st_makeenvelope(@west, @south, @east, @north, 4490), (@east - @west) / 8)
), held as (
    select building.*, exists (select from part where counted and st_covers(part.geom, building.point)) as counted
    from building
    where (footprint && st_expand(st_makeenvelope(@west, @south, @east, @north, 4490), (@east - @west) / 64)
           or footprint is null and point && st_makeenvelope(@west, @south, @east, @north, 4490))
      and (@all::boolean or exists (select from part where not counted and st_covers(part.geom, building.point)))
)
select st_asmvt(feature, 'buildings', 4096, 'geom', 'id' order by feature.id)
from (
    select id, nullif(name, '') as name, nullif(address, '') as address,
        case when counted then households end as households, case when counted then floors end as floors,
        case when counted then households_estimated end as estimated,
        st_asmvtgeom(st_transform(footprint, 3857), st_tileenvelope(@z::int, @x::int, @y::int), 4096, 64) as geom
    from held
    where footprint is not null
    union all
    select id, nullif(name, ''), nullif(address, ''), case when counted then households end,
        case when counted then floors end, case when counted then households_estimated end,
        tile_unit(point, @west, @south, @east, @north)
    from held
    where footprint is null
      and st_x(point) >= @west and st_x(point) < @east
      and st_y(point) > @south and st_y(point) <= @north
) as feature
where geom is not null
