-- The layer estates: id, first zoom (0: all), outline as WKB, the fields, and a point
-- in it as WKB.
select id, 0::bigint, st_asbinary(geom, 'NDR'), nullif(name, ''), class,
    st_asbinary(st_pointonsurface(geom), 'NDR')
from estate
