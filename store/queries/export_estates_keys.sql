-- The names of all attributes of the estates that meet a community, or of all of them when it is
-- null, in order.
select distinct jsonb_object_keys(attributes) as key
from estate
where (@source::text = '' or estate.source = @source)
  and (@community::bigint is null or exists (
      select from boundary
      where edition_id = @edition::bigint and area_id = @community and st_intersects(boundary.geom, estate.geom)))
order by key
