-- The last version of the data at which the ground of @communities in @editions changed, of that
-- part of it that fabrics are made of.
select coalesce(max(version), 0)
from change
where noun in ('building', 'estate', 'road', 'water')
  and (touched is null or exists (
      select from boundary
      where (edition_id, area_id) in (select * from unnest(@editions::bigint[], @communities::bigint[]))
        and boundary.geom && change.touched))
