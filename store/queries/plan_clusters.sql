-- Into how many pieces the land of @communities in @editions falls, where 5 cm part them.
select count(distinct piece)
from (
    select st_clusterdbscan(geom, 5e-7, 1) over () as piece
    from boundary
    where (edition_id, area_id) in (select * from unnest(@editions::bigint[], @communities::bigint[]))
) as pieces
