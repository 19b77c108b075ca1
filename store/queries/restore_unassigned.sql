-- The part of @land (WKB), the land of the community of @edition, that was in none of its grids, as WKB; null: there was none.
with land as (
    select st_union(boundary.geom) as geom
    from boundary join area on area.id = boundary.area_id join level on level.id = area.level_id
    where boundary.edition_id = @edition and level.role = 'grid'
), bare as (
    select st_collectionextract(st_difference(
        st_geomfromwkb(@land, 4490), coalesce(land.geom, 'srid=4490;polygon empty'::geometry)), 3) as geom
    from land
)
select st_asbinary(st_multi(geom)) from bare where not st_isempty(geom)
union all select null where not exists (select from bare where not st_isempty(geom))
