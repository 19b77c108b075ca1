-- Buildings as an import reads them, in the order in which they came; those that meet a community,
-- or all of them when it is null.
select source_id as "ID", st_asbinary(coalesce(footprint, point)) as "geometry",
    name, address,
    households::bigint, households_estimated, residents::bigint, residents_estimated,
    floors::bigint, floors_estimated,
    attributes::text as "attributes"
from building
where (@source::text = '' or building.source = @source)
  and (@community::bigint is null or exists (
      select from boundary
      where edition_id = @edition::bigint and area_id = @community and st_intersects(boundary.geom, building.point)))
order by id
