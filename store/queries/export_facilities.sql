-- Facilities as an import reads them, in the order in which they came; those that meet a community,
-- or all of them when it is null.
select source_id as "ID", st_asbinary(coalesce(ground, point)) as "geometry",
    kind, name, address,
    attributes::text as "attributes"
from facility
where (@source::text = '' or facility.source = @source)
  and (@community::bigint is null or exists (
      select from boundary
      where edition_id = @edition::bigint and area_id = @community and st_intersects(boundary.geom, facility.point)))
order by id
