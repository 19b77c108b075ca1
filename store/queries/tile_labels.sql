-- The layer labels of one tile as MVT; no bytes when nothing is in it. The labels are given as an
-- array of objects, x and y in units of the tile.
select st_asmvt(feature, 'labels', 4096, 'geom', 'id' order by feature.id)
from (
    select id, code, name, level, households, short, st_point(x, y) as geom
    from jsonb_to_recordset(@places::jsonb) as place
        (id bigint, code text, name text, level text, households int, short text, x int, y int)
) as feature
