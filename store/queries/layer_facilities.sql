-- The layer facilities: id, first zoom (0: all), point as WKB, and the fields.
select id, 0::bigint, st_asbinary(point, 'NDR'), kind, nullif(name, '')
from facility
