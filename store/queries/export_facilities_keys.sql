-- The names of all attributes of the facilities that meet a community, or of all of them when it is
-- null, in order.
select distinct jsonb_object_keys(attributes) as key
from facility
where (@source::text = '' or facility.source = @source)
  and (@community::bigint is null or exists (
      select from boundary
      where edition_id = @edition::bigint and area_id = @community and st_intersects(boundary.geom, facility.point)))
order by key
