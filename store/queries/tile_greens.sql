-- The layer greens of one tile as MVT; no bytes when nothing is in it.
select st_asmvt(feature, 'greens', 4096, 'geom', 'id' order by feature.id)
from (
    select id, kind, nullif(name, '') as name,
        st_asmvtgeom(st_transform(ground, 3857), st_tileenvelope(@z::int, @x::int, @y::int), 4096, 64) as geom
    from facility
    where ground && st_expand(st_makeenvelope(@west, @south, @east, @north, 4490), (@east - @west) / 64)
      and kind in ('park', 'green', 'school')
) as feature
where geom is not null
