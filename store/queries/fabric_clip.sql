-- Each collection of lines within its land.
select st_asbinary(st_collectionextract(st_intersection(st_geomfromwkb(lines), st_geomfromwkb(land)), 2))
from unnest(@lines::bytea[], @lands::bytea[]) with ordinality as piece (lines, land, number)
order by number
