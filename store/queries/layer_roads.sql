-- The layer roads: id, first zoom (lanes and paths: 14; 0: all), line as WKB, and the fields.
select id, case when class in ('arterial', 'road', 'rail') then 0 else 14 end::bigint, st_asbinary(geom, 'NDR'),
    nullif(name, ''), class, bridge
from road
