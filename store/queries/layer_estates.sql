-- The layer estates: id, first zoom (0: all), outline as WKB, and the fields.
select id, 0::bigint, st_asbinary(geom, 'NDR'), nullif(name, ''), class
from estate
