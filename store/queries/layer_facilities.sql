-- The layer facilities: id, first zoom (0: all), point as WKB, the fields, and the point again.
select id, 0::bigint, st_asbinary(point, 'NDR'), kind, nullif(name, ''), st_asbinary(point, 'NDR')
from facility
