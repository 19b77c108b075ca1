-- The land of the community of @edition that was in none of its grids, as WKB; null: there was none.
with community as (
    select geom from edition
    join boundary on boundary.area_id = edition.scope_id
    join edition as above on above.id = boundary.edition_id
    where edition.id = @edition
    order by above.in_force_from desc, above.number desc
    limit 1
), land as (
    select st_union(boundary.geom) as geom
    from boundary join area on area.id = boundary.area_id join level on level.id = area.level_id
    where boundary.edition_id = @edition and level.role = 'grid'
), bare as (
    select st_collectionextract(st_difference(community.geom, coalesce(land.geom, 'srid=4490;polygon empty'::geometry)), 3) as geom
    from community cross join land
)
select st_asbinary(st_multi(geom)) from bare where not st_isempty(geom)
union all select null where not exists (select from bare where not st_isempty(geom))
