-- What has @exact, @prefix or @part (patterns) in its code, name or address, best first: kind
-- (area, building, facility or estate), id, name, address, longitude, latitude, and box as west,
-- south, east, north. Ranks: 0 the very code, 1 the start of the code, 2 the start of the name,
-- 3 any part; within a rank areas come first, and short names before long ones.
with found as (
    (select 'area' as kind, area_id as id, name, '' as address, label as point, geom,
        case when code ilike @exact then 0 when code ilike @prefix then 1 when name ilike @prefix then 2 else 3 end as rank, 0 as turn
     from areas_in_force(@day::date)
     where name ilike @part or code ilike @part
     order by rank, length(name), name, id limit @most)
    union all
    (select 'estate', id, name, '', st_pointonsurface(geom), geom,
        case when name ilike @prefix then 2 else 3 end as rank, 1
     from estate
     where name ilike @part
     order by rank, length(name), name, id limit @most)
    union all
    (select 'facility', id, name, address, point, ground,
        case when name ilike @prefix then 2 else 3 end as rank, 2
     from facility
     where name ilike @part
     order by rank, length(name), name, id limit @most)
    union all
    (select 'building', id, name, address, point, footprint,
        case when name ilike @prefix or address ilike @prefix then 2 else 3 end as rank, 3
     from building
     where name ilike @part or address ilike @part
     order by rank, length(name || address), name, address, id limit @most)
)
select kind, id, name, address, st_x(point), st_y(point), st_xmin(geom), st_ymin(geom), st_xmax(geom), st_ymax(geom)
from found
order by rank, turn, length(case when name = '' then address else name end), name, address, id
limit @most
