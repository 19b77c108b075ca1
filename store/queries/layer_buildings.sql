-- The layer buildings: id, first zoom (0: all), footprint or else point as WKB, the
-- fields, and the point as WKB.
select id, 0::bigint, st_asbinary(coalesce(footprint, point), 'NDR'),
    nullif(name, ''), nullif(address, ''), households::bigint, floors::bigint, households_estimated,
    st_asbinary(point, 'NDR')
from building
