-- The layer facilities of one tile as MVT, each in one tile only: on the edge of two tiles in the
-- eastern or southern. No bytes when nothing is in it.
select st_asmvt(feature, 'facilities', 4096, 'geom', 'id' order by feature.id)
from (
    select id, kind, nullif(name, '') as name, tile_unit(point, @west, @south, @east, @north) as geom
    from facility
    where point && st_makeenvelope(@west, @south, @east, @north, 4490)
      and st_x(point) >= @west and st_x(point) < @east
      and st_y(point) > @south and st_y(point) <= @north
) as feature
