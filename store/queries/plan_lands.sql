-- The land of @communities in @editions, in that order, in degrees.
select st_asbinary(geom)
from unnest(@editions::bigint[], @communities::bigint[]) with ordinality as given (edition, community, place)
join boundary on edition_id = edition and area_id = community
order by place
