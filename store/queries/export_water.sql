-- Water as an import reads them, in the order in which they came; those that meet a community,
-- or all of them when it is null.
select source_id as "ID", st_asbinary(geom) as "geometry",
    name, class,
    attributes::text as "attributes"
from water
where (@source::text = '' or water.source = @source)
  and (@community::bigint is null or exists (
      select from boundary
      where edition_id = @edition::bigint and area_id = @community and st_intersects(boundary.geom, water.geom)))
order by id
