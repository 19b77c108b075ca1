-- Areas of @level with more than 1 m² outside of their scope: how many, the most, its code.
with outside as (
    select next.area_id, st_area(st_difference(next.geom, in_force.geom)::geography) as area
    from next join in_force on in_force.area_id = next.scope
    where next.level_id = @level and not fixed and not st_covers(in_force.geom, next.geom)
)
select count(*), coalesce(max(area), 0), coalesce((array_agg(code order by area desc))[1], '')
from outside join area on area.id = outside.area_id
where area > 1
