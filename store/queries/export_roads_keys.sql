-- The names of all attributes of the roads that meet a community, or of all of them when it is
-- null, in order.
select distinct jsonb_object_keys(attributes) as key
from road
where (@source::text = '' or road.source = @source)
  and (@community::bigint is null or exists (
      select from boundary
      where edition_id = @edition::bigint and area_id = @community and st_intersects(boundary.geom, road.geom)))
order by key
