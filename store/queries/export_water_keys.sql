-- The names of all attributes of the water that meet a community, or of all of them when it is
-- null, in order.
select distinct jsonb_object_keys(attributes) as key
from water
where (@source::text = '' or water.source = @source)
  and (@community::bigint is null or exists (
      select from boundary
      where edition_id = @edition::bigint and area_id = @community and st_intersects(boundary.geom, water.geom)))
order by key
