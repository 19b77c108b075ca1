-- The layer estates of one tile as MVT; no bytes when nothing is in it.
select st_asmvt(feature, 'estates', 4096, 'geom', 'id' order by feature.id)
from (
    select id, nullif(name, '') as name, class,
        st_asmvtgeom(st_transform(geom, 3857), st_tileenvelope(@z::int, @x::int, @y::int), 4096, 64) as geom
    from estate
    where geom && st_expand(st_makeenvelope(@west, @south, @east, @north, 4490), (@east - @west) / 64)
) as feature
where geom is not null
