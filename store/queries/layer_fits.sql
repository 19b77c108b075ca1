-- Whether a table has at most @most rows and takes at most @bytes on disk.
select pg_table_size(@relation::text::regclass) <= @bytes::bigint and count(*) <= @most
from (
    (select from building where @relation = 'building' limit @most::bigint + 1)
    union all
    (select from facility where @relation = 'facility' limit @most::bigint + 1)
    union all
    (select from issue where @relation = 'issue' limit @most::bigint + 1)
    union all
    (select from estate where @relation = 'estate' limit @most::bigint + 1)
    union all
    (select from road where @relation = 'road' limit @most::bigint + 1)
    union all
    (select from water where @relation = 'water' limit @most::bigint + 1)
) as limited
