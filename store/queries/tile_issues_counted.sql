-- The layer issues of one tile as MVT, one point at the middle of the issues of each of 64 × 64
-- squares, with their count and the smallest of their ids. Each issue is counted in one tile
-- only: on the edge of two in the eastern or southern. No bytes when nothing is in it.
with spot as materialized (
    select id, st_x(point) as lon, st_y(point) as lat
    from issue
    where point && st_makeenvelope(@west, @south, @east, @north, 4490)
), edge as (
    select asinh(tand(@north::float8)) as top, asinh(tand(@north::float8)) - asinh(tand(@south::float8)) as height
)
select st_asmvt(feature, 'issues', 4096, 'geom', 'id' order by feature.id)
from (
    select min(id) as id, count(*)::int as count,
        -- Sums of whole numbers do not depend on the order of rows.
        tile_unit(st_point(avg(round(lon * 1e7)) / 1e7, avg(round(lat * 1e7)) / 1e7), @west, @south, @east, @north) as geom
    from spot, edge
    where lon >= @west and lon < @east and lat > @south and lat <= @north
    group by floor((lon - @west) / (@east - @west) * 64), floor((top - asinh(tand(lat))) / height * 64)
) as feature
