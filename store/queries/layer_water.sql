-- The layer water: id, first zoom (0: all), outline or line as WKB, and the fields.
select id, 0::bigint, st_asbinary(geom, 'NDR'), nullif(name, ''), class
from water
