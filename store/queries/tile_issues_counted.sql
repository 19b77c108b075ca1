-- The layer issues of one tile as MVT, one point at the middle of the issues of each of 64 × 64
-- squares, with their count and the smallest of their ids. Each issue is counted in one tile
-- only: on the edge of two in the eastern or southern. No bytes when nothing is in it.
with spot as materialized (
    select id, tile_unit(point, @west, @south, @east, @north) as unit
    from issue
    where point && st_makeenvelope(@west, @south, @east, @north, 4490)
      and st_x(point) >= @west and st_x(point) < @east
      and st_y(point) > @south and st_y(point) <= @north
)
select st_asmvt(feature, 'issues', 4096, 'geom', 'id' order by feature.id)
from (
    select min(id) as id, count(*)::int as count, st_point(round(avg(st_x(unit))), round(avg(st_y(unit)))) as geom
    from spot
    group by floor(st_x(unit) / 64), floor(st_y(unit) / 64)
) as feature
