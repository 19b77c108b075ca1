-- The land of grids of edition @before that other grids of edition @after have, as WKB, where it is a square metre or more.
select st_asbinary(st_multi(shared))
from (
    select st_collectionextract(st_intersection(was.geom, now.geom), 3) as shared
    from boundary as was
    join boundary as now on now.edition_id = @after and now.area_id <> was.area_id
        and was.geom && now.geom and st_relate(was.geom, now.geom, '2********')
    join area as one on one.id = was.area_id join level as l on l.id = one.level_id and l.role = 'grid'
    join area as two on two.id = now.area_id and two.level_id = one.level_id
    where was.edition_id = @before
) as pair
where st_area(shared::geography) >= 1
