-- Every issue in order of identity, as PostgreSQL's binary COPY: id, point, kind, when it was opened and
-- closed, whether it is void, whether it is a duplicate, and of which issue (null: not known of which).
copy (
    select id, point, kind, opened_at, closed_at, status = 'void', duplicate, duplicate_of from issue order by id
) to stdout (format binary)
