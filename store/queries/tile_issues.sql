-- The layer issues of one tile as MVT, each issue in one tile only: on the edge of two tiles in
-- the eastern or southern. No bytes when nothing is in it.
select st_asmvt(feature, 'issues', 4096, 'geom', 'id' order by feature.id)
from (
    select id, nullif(kind, '') as kind, code.name_zh as kind_zh, nullif(code.name_en, '') as kind_en, status, floor(extract(epoch from opened_at))::bigint as opened, 1 as count,
        tile_unit(point, @west, @south, @east, @north) as geom
    from issue
    left join code on code.table_id = issue.table_id and code.code = issue.kind
    where point && st_makeenvelope(@west, @south, @east, @north, 4490)
      and st_x(point) >= @west and st_x(point) < @east
      and st_y(point) > @south and st_y(point) <= @north
) as feature
