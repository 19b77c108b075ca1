-- The layer greens: id, first zoom (0: all), ground as WKB, the fields, and where
-- it counts as lying as WKB.
select id, 0::bigint, st_asbinary(ground, 'NDR'), kind, nullif(name, ''), st_asbinary(point, 'NDR')
from facility
where ground is not null and kind in ('park', 'green', 'school')
