-- Every building in order of identity: id, name or else address, point as WKB, households (null: not
-- known), and whether they are estimated.
select id, coalesce(nullif(name, ''), address), st_asbinary(point, 'NDR'), households, households_estimated
from building
order by id
