-- The layer roads of one tile as MVT, lanes and paths from zoom 14; no bytes when nothing is in it.
select st_asmvt(feature, 'roads', 4096, 'geom', 'id' order by feature.id)
from (
    select id, nullif(name, '') as name, class, bridge,
        st_asmvtgeom(st_transform(geom, 3857), st_tileenvelope(@z::int, @x::int, @y::int), 4096, 64) as geom
    from road
    where geom && st_expand(st_makeenvelope(@west, @south, @east, @north, 4490), (@east - @west) / 64)
      and (@z::int >= 14 or class in ('arterial', 'road', 'rail'))
) as feature
where geom is not null
