-- The layer greens: id, first zoom (0: all), ground as WKB, and the fields.
select id, 0::bigint, st_asbinary(ground, 'NDR'), kind, nullif(name, '')
from facility
where ground is not null and kind in ('park', 'green', 'school')
