-- The layer buildings of one tile as MVT: footprints, and points of those without one, each of
-- these in one tile only. No bytes when nothing is in it.
select st_asmvt(feature, 'buildings', 4096, 'geom', 'id' order by feature.id)
from (
    select id, nullif(name, '') as name, nullif(address, '') as address, households, floors,
        households_estimated as estimated,
        st_asmvtgeom(st_transform(footprint, 3857), st_tileenvelope(@z::int, @x::int, @y::int), 4096, 64) as geom
    from building
    where footprint && st_expand(st_makeenvelope(@west, @south, @east, @north, 4490), (@east - @west) / 64)
    union all
    select id, nullif(name, ''), nullif(address, ''), households, floors, households_estimated,
        tile_unit(point, @west, @south, @east, @north)
    from building
    where footprint is null
      and point && st_makeenvelope(@west, @south, @east, @north, 4490)
      and st_x(point) >= @west and st_x(point) < @east
      and st_y(point) > @south and st_y(point) <= @north
) as feature
where geom is not null
