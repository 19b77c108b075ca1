-- The layer issues: id, first zoom (0: all), point as WKB, the fields, the point again,
-- and the grid that it belongs to (0: none).
select issue.id, 0::bigint, st_asbinary(issue.point, 'NDR'),
    nullif(kind, ''), code.name_zh, nullif(code.name_en, ''), status, floor(extract(epoch from opened_at))::bigint, 1::bigint,
    st_asbinary(issue.point, 'NDR'), coalesce(issue.grid_id, 0)
from issue
left join code on code.table_id = issue.table_id and code.code = issue.kind
