-- Each collection of lines within its land, and not within the holes that are open land.
select st_asbinary(st_collectionextract(
    st_difference(st_intersection(st_geomfromwkb(lines), st_geomfromwkb(land)), st_geomfromwkb(open)), 2))
from unnest(@lines::bytea[], @lands::bytea[], @opens::bytea[]) with ordinality as piece (lines, land, open, number)
order by number
