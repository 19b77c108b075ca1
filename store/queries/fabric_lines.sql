-- What may part the blocks of the land (in degrees): the class of the border that it makes, and lines in
-- units of 1e-7 degree. Not in it: tunnels, bridges over water, tracks in a street, ways inside
-- a plot, paths, and lakes under 2,000 m².
with land as (
    select st_geomfromwkb(@land::bytea, 4490) as geom
), surface as (
    select water.id, water.geom
    from water join land on st_intersects(land.geom, water.geom)
    where geometrytype(water.geom) = 'MULTIPOLYGON'
      and (class <> 'lake' or st_area(water.geom::geography) >= 2000)
), flood as materialized (
    select st_union(geom order by id) as geom from surface
), line as (
    select 1 as rank, estate.id, 'wall' as class, st_boundary(estate.geom) as geom
    from estate join land on st_intersects(land.geom, estate.geom)
    where class in ('closed', 'closable')
    union all
    select 2, road.id, case class when 'rail' then 'wall' else class end,
        case when st_intersects(flood.geom, road.geom) then st_difference(road.geom, flood.geom) else road.geom end
    from road join land on st_intersects(land.geom, road.geom)
    cross join flood
    where class <> 'path'
      and coalesce(attributes->>'tunnel', 'no') = 'no'
      and coalesce(attributes->>'railway', '') not in ('tram', 'subway', 'monorail', 'funicular')
      and coalesce(attributes->>'service', '') not in ('driveway', 'parking_aisle', 'drive-through')
    union all
    select 3, water.id, 'river', water.geom
    from water join land on st_intersects(land.geom, water.geom)
    where geometrytype(water.geom) = 'MULTILINESTRING'
    union all
    select 4, id, 'river', st_boundary(geom) from surface
)
select class, st_asbinary(st_multi(st_snaptogrid(st_scale(st_setsrid(geom, 0), 1e7, 1e7), 1)))
from line
where not st_isempty(geom)
order by rank, id
