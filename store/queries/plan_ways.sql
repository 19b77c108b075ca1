-- Roads, railways and water in the land (in degrees): class, name, whether it is a bridge that one can
-- walk over, whether a border can follow it, and its line, in units of 1e-7 degree.
with land as (
    select st_geomfromwkb(@land::bytea, 4490) as geom
), way as (
    select 1 as rank, road.id, case class when 'rail' then 'wall' when 'path' then 'none' else class end as class, name,
        bridge and class <> 'rail' as bridge, coalesce(attributes->>'tunnel', 'no') = 'no' and class <> 'path' as followed, road.geom
    from road join land on st_intersects(land.geom, road.geom)
    union all
    select 2, water.id, 'river', name, false, true,
        case geometrytype(water.geom) when 'MULTIPOLYGON' then st_boundary(water.geom) else water.geom end
    from water join land on st_intersects(land.geom, water.geom)
)
select class, name, bridge, followed, st_asbinary(st_multi(st_snaptogrid(st_scale(st_setsrid(geom, 0), 1e7, 1e7), 1)))
from way
where (bridge or followed) and not st_isempty(geom)
order by rank, id
