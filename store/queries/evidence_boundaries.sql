-- The boundaries of @areas, each in its edition of @editions: area, boundary as WKB, and its size in m².
select boundary.area_id, st_asbinary(boundary.geom, 'NDR'), st_area(boundary.geom::geography)
from unnest(@areas::bigint[], @editions::bigint[]) as asked (area_id, edition_id)
join boundary on boundary.area_id = asked.area_id and boundary.edition_id = asked.edition_id
