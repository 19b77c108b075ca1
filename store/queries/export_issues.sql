-- Issues as an import reads them, in the order in which they came; those that meet a community,
-- or all of them when it is null.
select source_id as "ID", st_asbinary(point) as "geometry",
    kind, title, address, opened_at as opened, due_at as due, closed_at as closed, status,
    fix_accuracy as accuracy, nullif(duplicate, false) as duplicate,
    (select original.source_id from issue as original
     where original.id = issue.duplicate_of and original.source = issue.source) as duplicate_of,
    attributes::text as "attributes"
from issue
where (@source::text = '' or issue.source = @source)
  and (@community::bigint is null or exists (
      select from boundary
      where edition_id = @edition::bigint and area_id = @community and st_intersects(boundary.geom, issue.point)))
order by id
